using IdentitySource.Management.UserImports;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace IdentitySource.Management.Tests.UserImports;

public class HandingFailedLinesBack(ImportDeployment deployment) : ImportWork(deployment)
{
    /// <summary>A spreadsheet runs what it takes for a formula, and where a cell begins depends on the country.</summary>
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("a;=cmd|' /C calc'!A1", "a;'=cmd|' /C calc'!A1")]
    [InlineData("a\t@SUM(1)", "a\t'@SUM(1)")]
    [InlineData("\n=1", "'\n'=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("'=1", "''=1")]
    [InlineData("x,'=y", "x,''=y")]
    [InlineData("x\t'-", "x\t''-")]
    [InlineData("'tis", "'tis")]
    [InlineData("a'=b", "a'=b")]
    [InlineData("it;''", "it;''")]
    [InlineData("a,+1", "a,'+1")]
    [InlineData("ann+tag@x.test", "ann+tag@x.test")]
    [InlineData("say \"yes\"", "say \"\"yes\"\"")]
    public void No_part_of_a_cell_begins_like_a_formula(string given, string shown)
    {
        FailedLine failed = new(1, 7, [new Fault("email", "email_malformed", "No address.")], new Dictionary<string, string> { [ImportColumns.Shown[0]] = given });
        Assert.StartsWith($"\"7\",\"email\",\"No address. (email_malformed)\",\"{shown}\",\"\"", FailedLinesCsv.Line(failed), StringComparison.Ordinal);
        Assert.Equal(given, FailedLinesCsv.Unguarded(shown.Replace("\"\"", "\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_a_file_of_ours_loses_its_apostrophes()
    {
        await ImportAsync("email,name,nickname\na@theirs.test,'=Ann,\"x,'+y\"\n");
        await ImportAsync("import_line,email,name,nickname\n7,a@ours.test,'=Ann,\"x,'+y\"\n");

        var (theirs, ours) = ((await PersonAsync("a@theirs.test"))!, (await PersonAsync("a@ours.test"))!);
        Assert.Equal(("'=Ann", "x,'+y"), (theirs.Name, theirs.Nickname));
        Assert.Equal(("=Ann", "x,+y"), (ours.Name, ours.Nickname));
    }

    [Theory]
    [InlineData("email,password\n", "")]
    [InlineData("import_line,email,password\n", "3,")]
    public async Task A_password_is_taken_as_it_stands(string header, string before)
    {
        const string Password = "'=ab|'-cd12345";
        var email = $"p{before.Length}@password.test";

        await ImportAsync($"{header}{before}{email},{Password}\n");

        var user = (await PersonAsync(email))!;
        Assert.Equal(PasswordVerificationResult.Success, Deployment.Get<IPasswordHasher<User>>().VerifyHashedPassword(user, user.PasswordHash!, Password));
    }
}
