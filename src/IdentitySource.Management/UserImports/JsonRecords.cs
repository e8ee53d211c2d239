using System.Buffers;
using System.Text.Json;

namespace IdentitySource.Management.UserImports;

/// <summary>People as JSON objects: the elements of an array, or one on each line.</summary>
internal static class JsonRecords
{
    private const int Deepest = 20;

    /// <summary>What stands around the elements of an array.</summary>
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,[]"u8);

    /// <summary>The next element of an array, found by its braces: whether it is JSON is seen when it is read.</summary>
    public static Cut? NextElement(ReadOnlySpan<byte> unread, bool whole)
    {
        var start = unread.IndexOfAnyExcept(Between);
        if (start < 0)
        {
            return unread.IsEmpty && !whole ? null : new Cut(0, 0, unread.Length);
        }

        var length = unread[start] == '{' ? ObjectLength(unread[start..]) : ScalarLength(unread[start..], whole);
        if (length > 0)
        {
            return new Cut(start, length, start + length) { Reason = length > Cut.LongestRecord ? "line_too_long" : null };
        }

        return unread.Length - start > Cut.LongestElement ? new Cut(start, 0, unread.Length) { Reason = "element_too_long", EndsFile = true }
            : whole ? new Cut(start, 0, unread.Length) { Reason = "element_open", EndsFile = true }
            : null;
    }

    /// <summary>The members of an object as texts; null when it is none, or no JSON at all.</summary>
    public static List<(string Name, string? Text, bool IsText)>? Members(ReadOnlyMemory<byte> record)
    {
        try
        {
            using var json = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? [.. json.RootElement.EnumerateObject().Select(member => (member.Name, Text(member.Value), IsText(member)))]
                : null;
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    /// <summary>Whether it has the type that its column wants: flags are flags or texts, custom data an object or its text, all else a text.</summary>
    private static bool IsText(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String or JsonValueKind.Null => true,
        JsonValueKind.True or JsonValueKind.False => ImportColumns.IsFlag(member.Name),
        JsonValueKind.Object => member.Name == "custom_data",
        _ => false,
    };

    /// <returns>0 when it does not end here.</returns>
    private static int ObjectLength(ReadOnlySpan<byte> text)
    {
        var (depth, inString, escaped) = (0, false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var each = text[at];
            if (inString)
            {
                (inString, escaped) = (escaped || each != '"', !escaped && each == '\\');
                continue;
            }

            inString = each == '"';
            depth += each is (byte)'{' or (byte)'[' ? 1 : each is (byte)'}' or (byte)']' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return 0;
    }

    private static int ScalarLength(ReadOnlySpan<byte> text, bool whole)
    {
        var end = text.IndexOfAny(",]\n"u8);
        return end >= 0 ? end : whole ? text.Length : 0;
    }
}
