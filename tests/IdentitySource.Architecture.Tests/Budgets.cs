using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>Sizes that keep a file readable at one sitting. A decision record can raise one, and then says so here.</summary>
public class Budgets
{
    private const int LongestFile = 300;
    private const int MedianFile = 90;
    private const int LongestMethod = 40;
    private const int MostConstructorParameters = 6;
    private const int MostScript = 15_000;

    [Fact]
    public void No_file_is_longer_than_the_budget() =>
        Assert.Empty(SourceTree.Sources.Where(file => file.Lines > LongestFile).Select(file => $"{file.Path}: {file.Lines} lines"));

    [Fact]
    public void The_median_file_stays_small()
    {
        var lengths = SourceTree.Sources.Select(file => file.Lines).Order().ToList();
        Assert.InRange(lengths[lengths.Count / 2], 1, MedianFile);
    }

    [Fact]
    public void No_method_is_longer_than_the_budget() =>
        Assert.Empty(
            from file in SourceTree.Sources
            from method in file.Syntax.DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
            where !IsMapping(method)
            let lines = LinesOf(method)
            where lines > LongestMethod
            select $"{file.Path}: {NameOf(method)} has {lines} lines");

    [Fact]
    public void No_constructor_takes_more_than_the_budget() =>
        Assert.Empty(
            from file in SourceTree.Sources
            from list in file.Syntax.DescendantNodes().OfType<ParameterListSyntax>()
            where list.Parameters.Count > MostConstructorParameters
                && list.Parent is ConstructorDeclarationSyntax or ClassDeclarationSyntax
            select $"{file.Path}: {list.Parameters.Count} parameters");

    [Fact]
    public void What_pages_run_in_a_browser_stays_small() =>
        Assert.InRange(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src/IdentitySource.Server/wwwroot/assets"), "*.js").Sum(file => new FileInfo(file).Length), 1, MostScript);

    /// <summary>An entity's mapping is a list, one line for each column, and reads best in one piece.</summary>
    private static bool IsMapping(BaseMethodDeclarationSyntax method) =>
        method is MethodDeclarationSyntax { Identifier.Text: "Configure" } && method.ParameterList.Parameters.Any(each => each.Type!.ToString().StartsWith("EntityTypeBuilder", StringComparison.Ordinal));

    private static int LinesOf(BaseMethodDeclarationSyntax method)
    {
        var span = method.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(BaseMethodDeclarationSyntax method) =>
        method is MethodDeclarationSyntax named ? named.Identifier.Text : "constructor";
}
