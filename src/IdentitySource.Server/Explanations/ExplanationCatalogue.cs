using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using IdentitySource.Server.Pages;

namespace IdentitySource.Server.Explanations;

/// <summary>
/// One catalogue, reason → texts, for pages, log details, the API and the documentation. Read once from the embedded
/// <c>explanations.{language}.json</c>; a broken file stops the start.
/// </summary>
internal static class ExplanationCatalogue
{
    /// <summary>Stands in for a reason without texts: a page is better than none, and a test sees to it that this does not happen.</summary>
    public const string Fallback = "unexplained";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    private static readonly FrozenDictionary<string, FrozenDictionary<string, Explanation>> Languages =
        PageLanguage.All.Select(language => language.Name).ToFrozenDictionary(language => language, Read);

    public static IEnumerable<string> LanguageTags => Languages.Keys;

    public static IEnumerable<string> Reasons(string language) => Languages[language].Keys;

    /// <summary>In the language that is spoken here: that of the page that is being written.</summary>
    public static Explanation Find(string reason) => Find(reason, CultureInfo.CurrentUICulture.Name);

    public static Explanation Find(string reason, string language)
    {
        var texts = Languages.GetValueOrDefault(language) ?? Languages["en"];
        return texts.TryGetValue(reason, out var explanation) ? explanation : texts[Fallback] with { Reason = reason };
    }

    private static FrozenDictionary<string, Explanation> Read(string language)
    {
        var home = typeof(ExplanationCatalogue);
        using var file = home.Assembly.GetManifestResourceStream(home, $"explanations.{language}.json")
            ?? throw new InvalidOperationException($"The explanations in {language} are not in the assembly.");
        var texts = JsonSerializer.Deserialize<Dictionary<string, Texts>>(file, Format) ?? [];
        return texts.ToFrozenDictionary(each => each.Key, each => new Explanation(each.Key, each.Value.Title, each.Value.Person, each.Value.Developer));
    }

    private sealed record Texts(string Title, string Person, string Developer);
}
