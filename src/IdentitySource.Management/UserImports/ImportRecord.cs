namespace IdentitySource.Management.UserImports;

/// <summary>What one line or element of the file says, or why it says nothing.</summary>
/// <param name="Line">At which it begins, from one.</param>
/// <param name="Values">By the names of <see cref="ImportColumns"/>; empty texts are left out.</param>
internal sealed record ImportRecord(long Line, IReadOnlyDictionary<string, string> Values, IReadOnlyList<Fault> Faults)
{
    public static ImportRecord Unreadable(long line, string reason) =>
        new(line, new Dictionary<string, string>(), [new Fault("line", reason, Message(reason))]);

    private static string Message(string reason) => reason switch
    {
        "line_too_long" => $"The line is longer than {Cut.LongestRecord / 1024} KiB.",
        "quote_open" => "A quote is opened and never closed.",
        "quote_misplaced" => "Something stands between a closing quote and the next separator.",
        "line_not_utf8" => "The line is not UTF-8. It may have been saved as Latin-1 or in a code page of Windows.",
        "columns_differ" => "The line has not as many fields as the first one has columns.",
        "element_too_long" => "An element of the array is too long to be read; nothing after it was looked at.",
        "element_open" => "The file ends in the middle of an element.",
        _ => "This is not one JSON object, or it is nested too deeply, or it names something twice.",
    };
}
