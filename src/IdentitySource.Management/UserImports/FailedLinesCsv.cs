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

    /// <summary>The columns in front are unknown to an import, which leaves them out.</summary>
    public static string Header => string.Join(',', ["import_line", "import_fields", "import_errors", .. ImportColumns.Shown]) + "\r\n";

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

    /// <summary>Without the apostrophes that this, or a spreadsheet, put before what begins like a formula.</summary>
    internal static string Unguarded(string cell)
    {
        StringBuilder plain = new();
        for (var at = 0; at < cell.Length; at++)
        {
            var guards = cell[at] == '\'' && at + 1 < cell.Length && FormulaStarts.Contains(cell[at + 1], StringComparison.Ordinal) && (at == 0 || IsSeparator(cell[at - 1]));
            plain.Append(guards ? "" : cell[at].ToString());
        }

        return plain.ToString();
    }

    private static string Cell(string? text)
    {
        StringBuilder cell = new("\"");
        var begins = true;
        foreach (var letter in text ?? "")
        {
            cell.Append(begins && FormulaStarts.Contains(letter, StringComparison.Ordinal) ? "'" : "").Append(letter == '"' ? "\"\"" : letter.ToString());
            begins = IsSeparator(letter);
        }

        return cell.Append('"').ToString();
    }

    private static bool IsSeparator(char letter) => letter is ',' or ';' or '|' or '\t' or '\r' or '\n';
}
