namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>What stands in a field that takes one thing a line.</summary>
internal static class FormLines
{
    public static IReadOnlyList<string> Of(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where spaces and commas part them too.</summary>
    public static IReadOnlyList<string> Words(string? text) =>
        (text ?? "").Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static string Text(IEnumerable<string> lines) => string.Join('\n', lines);
}
