using System.Text.RegularExpressions;
using IdentitySource.TestKit;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>Every regular expression of the product, also those that are written tomorrow.</summary>
public class BoundingExpressions
{
    /// <summary>Plenty for a linear walk on a busy machine, and far too little for a square one.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    private const int Length = 50_000;

    private static readonly string[] Pieces = ["a", "a-", "-", "_", "/", "a/", "0", ":", "//", "@", "?", "[", "&ui_locales=", "{{", "{{a", "aA", "A"];

    [Fact, Attack("DS-05")]
    public void None_is_slow_whatever_a_stranger_sends()
    {
        var patterns = SourceTree.Sources.SelectMany(file => file.Syntax.DescendantNodes().OfType<AttributeSyntax>())
            .Where(attribute => attribute.Name.ToString() == "GeneratedRegex")
            .Select(attribute => attribute.ArgumentList!.Arguments)
            .Select(arguments => (Pattern: ((LiteralExpressionSyntax)arguments[0].Expression).Token.ValueText, Options: arguments.Count > 1 ? arguments[1].ToString() : ""))
            .ToList();
        Assert.True(patterns.Count > 8);
        foreach (var (pattern, options) in patterns)
        {
            var parsed = options.Split('|', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(RegexOptions.None, (sum, name) => sum | Enum.Parse<RegexOptions>(name.Trim()["RegexOptions.".Length..]));
            Regex expression = new(pattern, parsed, Enough);
            foreach (var piece in Pieces)
            {
                var hostile = string.Concat(Enumerable.Repeat(piece, Length / piece.Length)) + "!";
                Assert.True(Record.Exception(() => expression.Count(hostile)) is null, $"{pattern} takes too long over '{piece}' again and again.");
            }
        }
    }

    [Fact, Attack("DS-05")]
    public void None_is_made_where_the_test_above_does_not_see_it()
    {
        var made =
            from file in SourceTree.Sources
            from each in file.Syntax.DescendantNodes()
            where each is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "Regex" } }
                or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Regex" } } }
            select $"{file.Path}: {each}";
        Assert.Empty(made);
    }
}
