using System.Text;

namespace IdentitySource.Management.UserImports;

/// <summary>
/// Records of RFC 4180: fields between commas (or semicolons or tabs, as spreadsheets of other countries write), quoted where they
/// hold a separator, a quote or a line break. A reader of our own, because it has to say the byte at which it goes on after a restart,
/// to judge each line's encoding by itself, and to give up a line of any length without holding it.
/// </summary>
internal static class CsvRecords
{
    private const byte Quote = (byte)'"';

    public static char Separator(string header) => header.Contains(',') ? ',' : header.Contains(';') ? ';' : header.Contains('\t') ? '\t' : ',';

    /// <param name="whole">Whether nothing follows what is unread.</param>
    public static Cut? Next(ReadOnlySpan<byte> unread, bool whole, char separator)
    {
        var (quoted, mayOpen, afterQuote) = (false, true, false);
        for (var at = 0; at < unread.Length && at <= Cut.LongestRecord; at++)
        {
            var each = unread[at];
            if (each == '\n' && !quoted)
            {
                return new Cut(0, at > 0 && unread[at - 1] == '\r' ? at - 1 : at, at + 1);
            }

            // A quote opens a field only at its beginning; after one that closed it, it is a quote of the text.
            var closes = quoted && each == Quote;
            quoted = quoted ? !closes : each == Quote && (mayOpen || afterQuote);
            (mayOpen, afterQuote) = (!quoted && each == separator, closes);
        }

        return unread.Length > Cut.LongestRecord || whole ? Unended(unread, quoted) : null;
    }

    /// <summary>The fields of one record; null when something stands between a closing quote and the next separator, or a quote is left open.</summary>
    public static List<string>? Fields(string record, char separator)
    {
        List<string> fields = [];
        for (var at = 0; at <= record.Length; at++)
        {
            if (at < record.Length && record[at] == '"')
            {
                if (Quoted(record, ref at) is not { } field || (at < record.Length && record[at] != separator))
                {
                    return null;
                }

                fields.Add(field);
                continue;
            }

            var end = record.IndexOf(separator, at) is var found and >= 0 ? found : record.Length;
            fields.Add(record[at..end]);
            at = end;
        }

        return fields;
    }

    /// <param name="at">Of the opening quote; afterwards behind the closing one.</param>
    private static string? Quoted(string record, ref int at)
    {
        StringBuilder field = new();
        for (at++; at < record.Length; at++)
        {
            if (record[at] != '"')
            {
                field.Append(record[at]);
            }
            else if (at + 1 < record.Length && record[at + 1] == '"')
            {
                field.Append(record[at++]);
            }
            else
            {
                at++;
                return field.ToString();
            }
        }

        return null;
    }

    /// <summary>An open quote costs the line that it stands in, not the rest of the file.</summary>
    private static Cut Unended(ReadOnlySpan<byte> unread, bool quoted)
    {
        var lineEnd = unread.IndexOf((byte)'\n');
        return quoted && lineEnd is >= 0 and <= Cut.LongestRecord ? new Cut(0, 0, lineEnd + 1) { Reason = "quote_open" }
            : unread.Length > Cut.LongestRecord ? Cut.TooLong(unread, lineEnd)
            : new Cut(0, unread.Length, unread.Length) { Reason = quoted ? "quote_open" : null };
    }
}
