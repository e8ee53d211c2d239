using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Console;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Every text of every area stands in both languages, with the same places for values.</summary>
public partial class SpeakingBothLanguages
{
    public static TheoryData<Type> Areas => [.. typeof(SharedTexts).Assembly.GetTypes().Where(type => type.Name.EndsWith("Texts", StringComparison.Ordinal) && type.IsPublic)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void An_area_says_the_same_in_both(Type texts)
    {
        var english = Read(texts, CultureInfo.InvariantCulture);
        var chinese = Read(texts, CultureInfo.GetCultureInfo("zh-Hans"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(chinese[text.Key])));
    }

    [Fact]
    public void The_navigation_has_a_name_for_everything_in_it_and_a_key_for_each()
    {
        var texts = Read(typeof(ConsoleTexts), CultureInfo.InvariantCulture);
        Assert.All(ConsoleAreas.All, area => Assert.Contains("Area." + area.Name, texts.Keys));
        Assert.All(ConsoleAreas.All.SelectMany(area => area.Tabs.Select(tab => $"Tab.{area.Name}.{tab.Name}")), name => Assert.Contains(name, texts.Keys));
        Assert.Equal(ConsoleAreas.All.Count, ConsoleAreas.All.Select(area => area.Key).Distinct().Count());
        Assert.Equal(ConsoleAreas.All.Count, ConsoleAreas.All.Select(area => area.Path).Distinct().Count());
    }

    /// <summary>What no page of the console answers: of the set-up, of commands, of an invitation, which has a page of its own for it, and what is for API keys alone.</summary>
    private static readonly string[] SaidElsewhere = ["administrator_exists", "database_in_use", "demo_exists", "invitation_dead", "pool_unknown", "role_beyond_api_keys", "setup_link_invalid", "user_beyond_api_keys"];

    [Fact]
    public void Whatever_an_operation_refuses_is_said_in_both()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        var reasons = Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "IdentitySource.Management"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Refusal().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var said = typeof(SharedTexts).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith(typeof(ConsoleTexts).Namespace!, StringComparison.Ordinal) == true && type.Name.EndsWith("Texts", StringComparison.Ordinal))
            .SelectMany(type => Read(type, CultureInfo.InvariantCulture).Keys).Where(key => key.StartsWith("Fault.", StringComparison.Ordinal)).Select(key => key["Fault.".Length..]).ToHashSet(StringComparer.Ordinal);

        Assert.True(reasons.Count > 100, "The pattern finds no refusals any more.");
        Assert.Empty(reasons.Except(said).Except(SaidElsewhere));
        Assert.Empty(SaidElsewhere.Intersect(said).Concat(SaidElsewhere.Except(reasons)));
    }

    private static Dictionary<string, string> Read(Type texts, CultureInfo culture)
    {
        var set = new ResourceManager(texts).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        return set?.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!) ?? [];
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    /// <summary>A fault as it is written: its field, its reason, its message.</summary>
    [GeneratedRegex("""\bnew(?: Fault)?\(\s*[^,;]+,\s*"([a-z][a-z0-9_]+)",\s*[$"\w]""")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
