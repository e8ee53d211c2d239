using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IdentitySource.Server.Explanations;
using Xunit;

namespace IdentitySource.Server.Tests.Explanations;

/// <summary>Every refusal can be explained, in every language, and the troubleshooting page says the same.</summary>
public partial class ExplainingRefusals
{
    private const string Document = "docs/operating/troubleshooting.md";

    private static readonly string Root = FindRoot();

    [Fact]
    public void Each_reason_in_the_sources_has_its_texts_in_each_language()
    {
        var reasons = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Reason().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["reason"].Value)
            .Distinct()
            .ToList();

        Assert.True(reasons.Count > 80, $"The search found only {reasons.Count} reasons.");
        foreach (var language in ExplanationCatalogue.LanguageTags)
        {
            Assert.Empty(reasons.Except(ExplanationCatalogue.Reasons(language)));
        }
    }

    [Fact]
    public void No_text_is_empty_and_all_languages_know_the_same_reasons()
    {
        foreach (var language in ExplanationCatalogue.LanguageTags)
        {
            Assert.Equal(ExplanationCatalogue.Reasons("en").Order(), ExplanationCatalogue.Reasons(language).Order());
            Assert.All(ExplanationCatalogue.Reasons(language).Select(reason => ExplanationCatalogue.Find(reason, language)), explanation =>
            {
                Assert.NotEmpty(explanation.Title);
                Assert.NotEmpty(explanation.Person);
                Assert.NotEmpty(explanation.Developer);
            });
        }
    }

    [Fact]
    public void The_troubleshooting_page_is_the_catalogue()
    {
        var written = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(Root, Document), written);
        }

        Assert.True(written == File.ReadAllText(Path.Combine(Root, Document)), $"{Document} is out of date: run UPDATE_DOCS=1 dotnet test tests/IdentitySource.Server.Tests");
    }

    private static string Write()
    {
        StringBuilder text = new("""
            # Troubleshooting by reason

            Each refusal has a *reason* of its own. It stands in the log line and the event row of the refused request (found by the reference that the
            error page shows and the header `X-Request-Id` carries) and on the error page. Generated from the catalogue that the pages read;
            `UPDATE_DOCS=1 dotnet test tests/IdentitySource.Server.Tests` writes it anew.

            """);
        foreach (var reason in ExplanationCatalogue.Reasons("en").Order(StringComparer.Ordinal))
        {
            var explanation = ExplanationCatalogue.Find(reason, "en");
            text.Append(CultureInfo.InvariantCulture, $"\n## {reason}\n\n{explanation.Developer}\n");
        }

        return text.ToString();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    /// <summary>The factories take the reason first, the constructor second.</summary>
    [GeneratedRegex("""ProtocolError(\.\w+\(\s*|\(\s*"\w*",\s*)"(?<reason>[a-z_]+)"|AskOr\(request, [\w.]+, "\w+", "(?<reason>[a-z_]+)"|LoginRequired\("(?<reason>[a-z_]+)"|Refusal\("\w+", "(?<reason>[a-z_]+)" """, RegexOptions.ExplicitCapture)]
    private static partial Regex Reason();
}
