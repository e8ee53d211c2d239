namespace IdentitySource.Protocol.Errors;

/// <summary>Text of a stranger, made fit for an <c>error_description</c>: RFC 6749 §5.2 allows %x20-21 / %x23-5B / %x5D-7E.</summary>
internal static class Printable
{
    private const int Longest = 60;

    public static string Name(string text) => string.Create(Math.Min(text.Length, Longest), text, static (target, source) =>
    {
        for (var at = 0; at < target.Length; at++)
        {
            target[at] = source[at] is < ' ' or > '~' or '"' or '\\' ? '?' : source[at];
        }
    });
}
