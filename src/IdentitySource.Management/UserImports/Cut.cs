namespace IdentitySource.Management.UserImports;

/// <summary>Where the next record stands in the bytes that are unread. None at all means: more bytes are needed.</summary>
/// <param name="Start">Of the record.</param>
/// <param name="Length">Of the record; nothing for a blank line.</param>
/// <param name="Consumed">Up to what follows it.</param>
internal readonly record struct Cut(int Start, int Length, int Consumed)
{
    /// <summary>A record that is longer is not read at all: nobody has that much to say about a person.</summary>
    public const int LongestRecord = 64 * 1024;

    /// <summary>Where an element of an array that is too long is looked for its end before the file is given up.</summary>
    public const int LongestElement = 1024 * 1024;

    /// <summary>Why it is no record.</summary>
    public string? Reason { get; init; }

    /// <summary>The rest of the line has not been looked at and does not matter.</summary>
    public bool SkipsLine { get; init; }

    /// <summary>Nothing that follows can be understood.</summary>
    public bool EndsFile { get; init; }

    /// <summary>A line that ends as text files do; for JSON lines, and for what is no record of another format.</summary>
    public static Cut? Line(ReadOnlySpan<byte> unread, bool whole)
    {
        var end = unread.IndexOf((byte)'\n');
        if (end < 0 && !whole && unread.Length <= LongestRecord)
        {
            return null;
        }

        return end > LongestRecord || (end < 0 && unread.Length > LongestRecord) ? TooLong(unread, end)
            : end < 0 ? new Cut(0, unread.Length, unread.Length)
            : new Cut(0, end > 0 && unread[end - 1] == '\r' ? end - 1 : end, end + 1);
    }

    public static Cut TooLong(ReadOnlySpan<byte> unread, int lineEnd) =>
        new(0, 0, lineEnd < 0 ? unread.Length : lineEnd + 1) { Reason = "line_too_long", SkipsLine = lineEnd < 0 };
}
