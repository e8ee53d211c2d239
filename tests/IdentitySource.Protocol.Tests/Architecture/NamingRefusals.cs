using System.Text.RegularExpressions;
using Xunit;

namespace IdentitySource.Protocol.Tests.Architecture;

/// <summary>Every refusal of the core has a reason of its own, and a test that provokes it.</summary>
public partial class NamingRefusals
{
    private static readonly string Root = FindRoot();

    private static readonly (string File, string Arguments)[] Sites = [.. Sources("src/IdentitySource.Protocol")
        .Where(file => Path.GetFileName(file.Path) != "ProtocolError.cs")
        .SelectMany(file => Site().Matches(file.Text).Select(match => (Path.GetFileName(file.Path), match.Groups["arguments"].Value)))];

    [GeneratedRegex("""(?:ProtocolError\.(?:InvalidRequest|InvalidClient|InvalidGrant|UnauthorizedClient|InvalidScope|InvalidToken)\(\s*|new ProtocolError\(\s*"[a-z_]*",\s*)(?=(?<arguments>.{0,200}))""", RegexOptions.Singleline)]
    private static partial Regex Site();

    [GeneratedRegex("""^"(?<reason>[a-z_]+)"(?:\s*,\s*\$?"(?<description>[^"]*)")?""")]
    private static partial Regex Literals();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Interpolation();

    [Fact]
    public void The_reason_stands_as_a_literal_at_its_site()
    {
        Assert.True(Sites.Length > 60, $"Only {Sites.Length} sites were found.");
        Assert.All(Sites, site => Assert.True(Literals().IsMatch(site.Arguments), $"{site.File}: {site.Arguments}"));
    }

    [Fact]
    public void No_two_sites_share_a_reason() => Assert.Distinct(Reasons());

    [Fact]
    public void Every_reason_occurs_in_a_test()
    {
        var tests = string.Concat(Sources("tests/IdentitySource.Protocol.Tests").Where(file => !file.Path.Contains("Architecture", StringComparison.Ordinal)).Select(file => file.Text));

        string[] untested = [.. Reasons().Where(reason => !tests.Contains($"{reason}\"", StringComparison.Ordinal))];

        Assert.Empty(untested);
    }

    /// <summary>RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.</summary>
    [Fact]
    public void Every_description_is_printable() => Assert.All(Sites, site =>
    {
        var description = Interpolation().Replace(Literals().Match(site.Arguments).Groups["description"].Value, "");
        Assert.All(description, character => Assert.True(character is >= ' ' and <= '~' and not '\\', $"{site.File}: {description}"));
    });

    private static IEnumerable<string> Reasons() => Sites.Select(site => Literals().Match(site.Arguments).Groups["reason"].Value);

    private static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(path)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the source tree.");
        }

        return folder.FullName;
    }
}
