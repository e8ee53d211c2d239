using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IdentitySource.Architecture.Tests;

/// <summary>The repository as it stands: hand-written C# files, parsed once.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Sources { get; } = Read("src");

    public static IReadOnlyList<SourceFile> Tests { get; } = Read("tests");

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static List<SourceFile> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal)
                && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
                && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path), File.ReadAllText(path))),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The solution was not found above the test's folder.");
    }
}

internal sealed record SourceFile(string Path, string Text)
{
    private SyntaxNode? syntax;

    public SyntaxNode Syntax => syntax ??= CSharpSyntaxTree.ParseText(Text).GetRoot();

    public int Lines => Text.AsSpan().Count('\n');

    /// <summary>The project's folder name: <c>IdentitySource.Protocol</c>.</summary>
    public string Project => Path.Split('/')[1];
}
