using System.Globalization;
using System.Text;

namespace IdentitySource.Management.UserImports;

/// <summary>
/// Failed lines as a file to be mended and imported again: what they said, with what is wrong in front. A spreadsheet takes a cell that
/// begins like a formula for one, so such a cell gets an apostrophe before it.
/// </summary>
public static class FailedLinesCsv
{
    private const string FormulaStarts = "=+-@\t\r";

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

    private static string Cell(string? text)
    {
        var plain = text is { Length: > 0 } && FormulaStarts.Contains(text[0]) ? "'" + text : text ?? "";
        return plain.AsSpan().ContainsAny(",\"\r\n") || plain.StartsWith('\'') ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
