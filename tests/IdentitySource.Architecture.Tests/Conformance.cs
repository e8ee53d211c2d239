using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>
/// docs/conformance.md is written from the tests: which test proves which section of which specification, which module of the
/// conformance suite and which row of the attack catalogue. Run with <c>UPDATE_DOCS=1</c> to write it anew.
/// </summary>
public class Conformance
{
    private const string Document = "docs/conformance.md";

    [Fact]
    public void The_document_is_what_the_tests_prove()
    {
        var written = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(SourceTree.Root, Document), written);
        }

        Assert.True(written == SourceTree.Text(Document), $"{Document} is out of date: run UPDATE_DOCS=1 dotnet test tests/IdentitySource.Architecture.Tests");
    }

    private static string Write()
    {
        StringBuilder text = new();
        text.Append("# Conformance\n\nGenerated from the tests; `UPDATE_DOCS=1 dotnet test tests/IdentitySource.Architecture.Tests` writes it anew. Of the\n"
            + "specifications that the whole stands on, [conformance-musts.md](conformance-musts.md) goes through every MUST.\n");
        Section(text, "Specifications", "Section", Proofs("Spec"));
        Section(text, "Modules of the OpenID Foundation's conformance suite", "Module", Proofs("Suite"));
        Section(text, "Attack catalogue", "Row", Proofs("Attack"));
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, string column, IEnumerable<(string What, string Test)> proofs)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| {column} | proven by |\n| --- | --- |\n");
        foreach (var group in proofs.GroupBy(proof => proof.What).OrderBy(group => group.Key, new NaturalOrder()))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {string.Join("<br>", group.Select(proof => $"`{proof.Test}`").Distinct().Order(StringComparer.Ordinal))} |\n");
        }
    }

    private static IEnumerable<(string What, string Test)> Proofs(string attribute) =>
        from file in SourceTree.Tests
        from each in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
        where each.Name.ToString() == attribute
        from argument in each.ArgumentList?.Arguments ?? []
        let what = (argument.Expression as LiteralExpressionSyntax)?.Token.ValueText
        where what is not null
        select (what, Name(each));

    private static string Name(AttributeSyntax attribute)
    {
        var type = attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        var method = attribute.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        return method is null ? type.Identifier.Text : $"{type.Identifier.Text}.{method.Identifier.Text}";
    }

    /// <summary>§4.1.2 before §4.1.10, RU-2 before RU-10.</summary>
    internal sealed class NaturalOrder : IComparer<string>
    {
        public int Compare(string? x, string? y) => string.CompareOrdinal(Padded(x!), Padded(y!));

        private static string Padded(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\d+", digits => digits.Value.PadLeft(6, '0'));
    }
}
