namespace IdentitySource.Server.Events;

/// <summary>Keeps a stranger's text short and free of control characters before it is stored.</summary>
internal static class Redaction
{
    private const int Longest = 500;

    /// <summary>
    /// The text without its query, for an address may carry a secret of its application, cut, and with control characters made
    /// visible, so that a line stays a line.
    /// </summary>
    public static string OfEvidence(string text)
    {
        var query = text.Contains("://", StringComparison.Ordinal) ? text.IndexOf('?', StringComparison.Ordinal) : -1;
        var shown = query < 0 ? text : text[..(query + 1)] + "…";
        shown = shown.Length > Longest ? shown[..Longest] + "…" : shown;
        return shown.AsSpan().ContainsAnyInRange('\0', '\u001f') ? string.Concat(shown.Select(each => char.IsControl(each) ? '\u2423' : each)) : shown;
    }
}
