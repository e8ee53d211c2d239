using System.Globalization;
using System.Text;

namespace IdentitySource.Management.UserImports;

/// <summary>
/// Failed lines as a file to be mended and imported again: what they said, with what is wrong in front. A spreadsheet takes a cell that
/// begins like a formula for one, so such a beginning gets an apostrophe before it; where a cell begins is another matter in another
/// country, so every cell is quoted and what looks like a beginning inside is guarded too.
/// </summary>
public static class FailedLinesCsv
{
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    /// <summary>By which a file is known to be one of these.</summary>
    internal const string LineColumn = "import_line";

    /// <summary>The columns in front are unknown to an import, which leaves them out.</summary>
    public static string Header => string.Join(',', [LineColumn, "import_fields", "import_errors", .. ImportColumns.Shown]) + "\r\n";

    public static string Line(FailedLine line)
    {
        string?[] cells =
        [
            line.Line.ToString(CultureInfo.InvariantCulture),
            string.Join("; ", line.Faults.Select(fault => fault.Field).Distinct()),
            string.Join("; ", line.Faults.Select(fault => $"{fault.Message} ({fault.Reason})")),
            .. ImportColumns.Shown.Select(column => line.Given.GetValueOrDefault(column)),
        ];
        return new StringBuilder().AppendJoin(',', cells.Select(Cell)).Append("\r\n").ToString();
    }

    /// <summary>What was given: without the apostrophe that this put before what begins like a formula.</summary>
    internal static string Unguarded(string cell)
    {
        StringBuilder plain = new();
        for (var at = 0; at < cell.Length; at++)
        {
            var guards = cell[at] == '\'' && Begins(cell, at) && IsFormula(cell.AsSpan(at));
            plain.Append(guards ? "" : cell[at].ToString());
        }

        return plain.ToString();
    }

    private static string Cell(string? given)
    {
        var text = given ?? "";
        StringBuilder cell = new("\"");
        for (var at = 0; at < text.Length; at++)
        {
            cell.Append(Begins(text, at) && IsFormula(text.AsSpan(at)) ? "'" : "").Append(text[at] == '"' ? "\"\"" : text[at].ToString());
        }

        return cell.Append('"').ToString();
    }

    /// <summary>Behind apostrophes too: one more goes in front of those, so that reading takes the right one away.</summary>
    private static bool IsFormula(ReadOnlySpan<char> rest) =>
        rest.TrimStart('\'') is { Length: > 0 } start && FormulaStarts.Contains(start[0], StringComparison.Ordinal);

    private static bool Begins(string text, int at) => at == 0 || IsSeparator(text[at - 1]);

    private static bool IsSeparator(char letter) => letter is ',' or ';' or '|' or '\t' or '\r' or '\n';
}
