using System.Text;
using System.Text.Unicode;

namespace IdentitySource.Management.UserImports;

/// <summary>
/// The records of an upload, one after the other: CSV whose first line names the columns, a JSON array, or JSON lines. Which of them is
/// seen at the first character. What cannot be read is a record with a fault, and reading goes on behind it.
/// </summary>
internal sealed class ImportFile
{
    private const int MostUnknown = 20;

    private readonly UploadedBytes bytes;
    private readonly Format format;
    private readonly char separator;
    private readonly IReadOnlyList<string> columns;
    private readonly SortedSet<string> unknown = new(StringComparer.Ordinal);
    private bool ended;

    private ImportFile(UploadedBytes bytes, Format format, char separator, IReadOnlyList<string> columns)
    {
        (this.bytes, this.format, this.separator, this.columns) = (bytes, format, separator, columns);
        NoteUnknown(columns);
    }

    private enum Format
    {
        Csv,
        JsonLines,
        JsonArray,
    }

    /// <summary>Of the next record.</summary>
    public long Position => ended ? bytes.Size : bytes.Position;

    /// <summary>At which the next record begins.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Some of the names that nobody knows.</summary>
    public IReadOnlyCollection<string> UnknownColumns => unknown;

    /// <param name="position">Where an earlier reading stopped, 0 for the first one; with its <paramref name="line"/>.</param>
    public static async Task<Outcome<ImportFile>> OpenAsync(Func<int, CancellationToken, Task<byte[]>> piece, long size, long position, long line, CancellationToken cancel)
    {
        UploadedBytes head = new(piece, size, 0);
        ImportFile file = new(head, await FormatAsync(head, cancel), ',', []);
        if (file.format == Format.Csv)
        {
            if (!Csv(await file.NextTextAsync(cancel)).Refused(out var faults, out var header))
            {
                file = new ImportFile(head, Format.Csv, header.Separator, header.Columns) { Line = file.Line };
            }
            else
            {
                return faults.ToList();
            }
        }

        return position <= head.Position ? file
            : new ImportFile(new UploadedBytes(piece, size, position), file.format, file.separator, file.columns) { Line = line };
    }

    /// <returns>Null at the end of the file.</returns>
    public async Task<ImportRecord?> NextAsync(CancellationToken cancel)
    {
        while (await CutAsync(cancel) is { } found)
        {
            var (line, text, reason) = found;
            if (reason is not null)
            {
                return ImportRecord.Unreadable(line, reason);
            }

            if (text.AsSpan().ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                return !Utf8.IsValid(text) ? ImportRecord.Unreadable(line, "line_not_utf8") : format == Format.Csv ? OfCsv(line, text) : OfJson(line, text);
            }
        }

        return null;
    }

    private static async Task<Format> FormatAsync(UploadedBytes head, CancellationToken cancel)
    {
        if (!head.IsWhole)
        {
            await head.FillAsync(cancel);
        }

        // The byte order mark that spreadsheets write is no part of the first column's name.
        head.Skip(head.Unread.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        var first = head.Unread.IndexOfAnyExcept(" \t\r\n"u8) is var at and >= 0 ? head.Unread[at] : (byte)0;
        return first == '[' ? Format.JsonArray : first == '{' ? Format.JsonLines : Format.Csv;
    }

    private static Outcome<(char Separator, IReadOnlyList<string> Columns)> Csv(string? header)
    {
        var separator = CsvRecords.Separator(header ?? "");
        if (header is null || CsvRecords.Fields(header, separator) is not { } names)
        {
            return new Fault("file", "header_malformed", "The first line does not name columns: the file is empty, or neither CSV nor JSON in UTF-8.");
        }

        List<string> columns = [.. names.Select(ImportColumns.Name)];
        return columns.Where(ImportColumns.IsKnown).GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? new Fault("file", "column_twice", $"The first line names the column '{twice.Key}' twice.")
            : !columns.Any(name => name is "username" or "email" or "phone")
                ? new Fault("file", "columns_missing", "The first line names none of the columns username, email and phone.")
            : (separator, columns);
    }

    private ImportRecord OfCsv(long line, byte[] text)
    {
        if (CsvRecords.Fields(Encoding.UTF8.GetString(text), separator) is not { } fields)
        {
            return ImportRecord.Unreadable(line, "quote_misplaced");
        }

        return fields.Count != columns.Count ? ImportRecord.Unreadable(line, "columns_differ")
            : new ImportRecord(line, columns.Zip(fields, (Name, Text) => (Name, Text)).Where(cell => cell.Text.Length > 0 && ImportColumns.IsKnown(cell.Name)).ToDictionary(cell => cell.Name, Given), []);
    }

    /// <summary>Apostrophes are taken away only where we have put them; and a password is as it stands, whoever added its column.</summary>
    private string Given((string Name, string Text) cell) =>
        cell.Name is ImportColumns.Password or ImportColumns.PasswordHash || !columns.Contains(FailedLinesCsv.LineColumn) ? cell.Text : FailedLinesCsv.Unguarded(cell.Text);

    private ImportRecord OfJson(long line, byte[] text)
    {
        if (JsonRecords.Members(text) is not { } members)
        {
            return ImportRecord.Unreadable(line, "json_malformed");
        }

        NoteUnknown(members.Select(member => member.Name));
        Dictionary<string, string> values = [];
        List<Fault> faults = [];
        foreach (var (name, value, isText) in members.Where(member => ImportColumns.IsKnown(member.Name)))
        {
            if (!isText)
            {
                faults.Add(new Fault(name, "value_type_wrong", "The value has not the type of its field."));
            }
            else if (value is { Length: > 0 })
            {
                values.Add(name, value);
            }
        }

        return new ImportRecord(line, values, faults);
    }

    private void NoteUnknown(IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => name.Length > 0 && !ImportColumns.IsKnown(name)))
        {
            if (unknown.Count == MostUnknown)
            {
                return;
            }

            unknown.Add(name.Length <= 60 ? name : name[..60]);
        }
    }

    private async Task<string?> NextTextAsync(CancellationToken cancel) =>
        await CutAsync(cancel) is (_, var text, null) && Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;

    private async Task<(long Line, byte[] Text, string? Reason)?> CutAsync(CancellationToken cancel)
    {
        while (!ended)
        {
            if (bytes.Unread.IsEmpty && bytes.IsWhole)
            {
                return null;
            }

            if (Next() is { } cut)
            {
                return await TakeAsync(cut, cancel);
            }

            await bytes.FillAsync(cancel);
        }

        return null;
    }

    private Cut? Next() => format switch
    {
        Format.Csv => CsvRecords.Next(bytes.Unread, bytes.IsWhole, separator),
        Format.JsonArray => JsonRecords.NextElement(bytes.Unread, bytes.IsWhole),
        _ => Cut.Line(bytes.Unread, bytes.IsWhole),
    };

    private async Task<(long Line, byte[] Text, string? Reason)> TakeAsync(Cut cut, CancellationToken cancel)
    {
        var line = Line + bytes.Unread[..cut.Start].Count((byte)'\n');
        var text = cut.Reason is null ? bytes.Unread.Slice(cut.Start, cut.Length).ToArray() : [];
        Consume(cut.Consumed);
        ended = cut.EndsFile;
        for (var skips = cut.SkipsLine; skips && !(bytes.Unread.IsEmpty && bytes.IsWhole);)
        {
            if (bytes.Unread.IsEmpty)
            {
                await bytes.FillAsync(cancel);
            }

            var end = bytes.Unread.IndexOf((byte)'\n');
            skips = end < 0;
            Consume(skips ? bytes.Unread.Length : end + 1);
        }

        return (line, text, cut.Reason);
    }

    private void Consume(int count)
    {
        Line += bytes.Unread[..count].Count((byte)'\n');
        bytes.Skip(count);
    }
}
