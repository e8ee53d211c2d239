using IdentitySource.Management.UserImports;
using Xunit;

namespace IdentitySource.Management.Tests.UserImports;

public class HandingFailedLinesBack
{
    /// <summary>A spreadsheet runs what it takes for a formula, and where a cell begins depends on the country.</summary>
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("a;=cmd|' /C calc'!A1", "a;'=cmd|' /C calc'!A1")]
    [InlineData("a\t@SUM(1)", "a\t'@SUM(1)")]
    [InlineData("\n=1", "'\n'=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a,+1", "a,'+1")]
    [InlineData("ann+tag@x.test", "ann+tag@x.test")]
    [InlineData("say \"yes\"", "say \"\"yes\"\"")]
    public void No_part_of_a_cell_begins_like_a_formula(string given, string shown)
    {
        FailedLine failed = new(1, 7, [new Fault("email", "email_malformed", "No address.")], new Dictionary<string, string> { [ImportColumns.Shown[0]] = given });
        Assert.StartsWith($"\"7\",\"email\",\"No address. (email_malformed)\",\"{shown}\",\"\"", FailedLinesCsv.Line(failed), StringComparison.Ordinal);
        Assert.Equal(given, FailedLinesCsv.Unguarded(shown.Replace("\"\"", "\"", StringComparison.Ordinal)));
    }
}
