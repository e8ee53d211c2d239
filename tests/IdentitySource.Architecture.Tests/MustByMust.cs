using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>
/// docs/conformance-musts.md goes through the specifications requirement by requirement. <c>Musts/*.json</c> names for each the
/// tests that prove it, or says why there is none. Run with <c>UPDATE_DOCS=1</c> to write the page anew.
/// </summary>
public partial class MustByMust
{
    private const string Page = "docs/conformance-musts.md";

    private const string Lists = "tests/IdentitySource.Architecture.Tests/Musts";

    /// <summary>Of a requirement: told in words of our own, and in few.</summary>
    private const int MostWords = 20;

    private static readonly string[] Documents =
        ["rfc6749", "rfc6750", "rfc7636", "rfc7009", "rfc7662", "oidc-core", "response-types", "form-post"];

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Document[] All = [.. Documents.Select(Read)];

    /// <summary>Every class of tests, and every test of it.</summary>
    private static readonly HashSet<string> Tests = [.. SourceTree.Tests.SelectMany(TestsOf)];

    [Fact]
    public void Every_list_is_on_the_page() =>
        Assert.Equal(Documents.Order(), Directory.EnumerateFiles(Path.Combine(SourceTree.Root, Lists)).Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Every_requirement_has_a_test_or_says_why_not() =>
        Assert.Empty(Requirements(each => each.Tests is not [_, ..] && string.IsNullOrWhiteSpace(each.Why)));

    [Fact]
    public void Every_test_that_is_named_exists() =>
        Assert.Empty(All.SelectMany(document => document.Requirements).SelectMany(Named).Where(test => !Tests.Contains(test)).Distinct());

    [Fact]
    public void Every_requirement_is_told_once_in_few_words_and_in_the_order_of_its_sections()
    {
        Assert.Empty(Requirements(each => each.Rule.Split(' ').Length > MostWords));
        Assert.All(All, document =>
        {
            Assert.Equal(document.Requirements.Length, document.Requirements.DistinctBy(each => (each.Section, each.Rule)).Count());
            Assert.Equal(document.Requirements.Select(each => each.Section).Order(new Conformance.NaturalOrder()), document.Requirements.Select(each => each.Section));
        });
    }

    [Fact]
    public void The_page_is_what_the_lists_say()
    {
        var written = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(SourceTree.Root, Page), written);
        }

        Assert.True(written == SourceTree.Text(Page), $"{Page} is out of date: run UPDATE_DOCS=1 dotnet test tests/IdentitySource.Architecture.Tests");
    }

    private static IEnumerable<string> Requirements(Func<Requirement, bool> which) =>
        All.SelectMany(document => document.Requirements.Where(which).Select(each => $"{document.Title} {each.Section}: {each.Rule}"));

    private static Document Read(string name) =>
        JsonSerializer.Deserialize<Document>(SourceTree.Text($"{Lists}/{name}.json"), Strict)!;

    private static IEnumerable<string> TestsOf(SourceFile file) =>
        from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(each => each.Name.ToString() is "Fact" or "Theory" or "RootFact" or "StoreFact" or "StoreTheory")
        let type = method.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.Identifier.Text
        from name in (string[])[type, $"{type}.{method.Identifier.Text}"]
        select name;

    private static IEnumerable<string> Named(Requirement requirement) =>
        (requirement.Tests ?? []).Concat(InText().Matches(requirement.Why ?? "").Select(match => match.Groups[1].Value));

    private static string Write()
    {
        StringBuilder text = new();
        text.Append("# MUST by MUST\n\nEach requirement of the specifications below that binds an authorization server, in words of our own, with the tests that prove it, or why\n"
            + "there is none. Generated from `tests/IdentitySource.Architecture.Tests/Musts`; `UPDATE_DOCS=1 dotnet test tests/IdentitySource.Architecture.Tests` writes it\n"
            + "anew. Section by section: [conformance.md](conformance.md).\n\n| document | requirements | with tests | say why |\n| --- | --- | --- | --- |\n");
        foreach (var document in All)
        {
            var proven = document.Requirements.Count(each => each.Tests is [_, ..]);
            text.Append(CultureInfo.InvariantCulture, $"| {document.Title} | {document.Requirements.Length} | {proven} | {document.Requirements.Count(each => each.Why is not null)} |\n");
        }

        foreach (var document in All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {document.Title}\n\n| section | requirement | proven by, or why not |\n| --- | --- | --- |\n");
            foreach (var each in document.Requirements)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {each.Section} | {each.Rule} | {string.Join("<br>", Kept(each))} |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Kept(Requirement requirement) =>
        (requirement.Tests ?? []).Order(StringComparer.Ordinal).Select(test => $"`{test}`").Concat(requirement.Why is { } why ? [why] : []);

    /// <summary>A reason may name a test too.</summary>
    [GeneratedRegex(@"`([A-Z]\w+(\.[A-Z]\w+)?)`")]
    private static partial Regex InText();

    private sealed record Document(string Title, Requirement[] Requirements);

    /// <param name="Rule">What the server has to do, paraphrased.</param>
    /// <param name="Tests">A class or a single test of it.</param>
    /// <param name="Why">Whom it binds instead, what is left out, or where we decided otherwise.</param>
    private sealed record Requirement(string Section, string Rule, string[]? Tests, string? Why);
}
