using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md).</summary>
public partial class Structure
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["IdentitySource.Protocol"] = [],
        ["IdentitySource.Storage"] = ["IdentitySource.Protocol"],
        ["IdentitySource.Storage.PostgreSql"] = ["IdentitySource.Storage"],
        ["IdentitySource.Storage.SqlServer.UserTypes"] = [],
        ["IdentitySource.Storage.SqlServer"] = ["IdentitySource.Storage", "IdentitySource.Storage.SqlServer.UserTypes"],
        ["IdentitySource.Storage.Design"] = ["IdentitySource.Storage.PostgreSql", "IdentitySource.Storage.SqlServer"],
        ["IdentitySource.Management"] = ["IdentitySource.Storage"],
        ["IdentitySource.Server"] = ["IdentitySource.Management", "IdentitySource.Storage.PostgreSql", "IdentitySource.Storage.SqlServer"],
    };

    /// <summary>The endpoints of the protocol; what they share lies beside them, never in one of them.</summary>
    private static readonly string[] Slices = ["Authorize", "Token", "UserInfo", "Introspection", "Revocation", "Logout", "Discovery"];

    [Fact]
    public void Projects_reference_only_what_the_picture_shows()
    {
        foreach (var (project, allowed) in AllowedReferences)
        {
            var file = XDocument.Parse(SourceTree.Text($"src/{project}/{project}.csproj"));
            var references = file.Descendants("ProjectReference").Select(each => Path.GetFileNameWithoutExtension(each.Attribute("Include")!.Value));
            Assert.Equal(allowed.Order(), references.Order());
        }
    }

    [Fact]
    public void The_protocol_references_nothing_but_the_runtime()
    {
        var project = XDocument.Parse(SourceTree.Text("src/IdentitySource.Protocol/IdentitySource.Protocol.csproj"));
        Assert.Empty(project.Descendants("PackageReference").Concat(project.Descendants("FrameworkReference")));
        Assert.Empty(
            from file in SourceTree.Sources
            where file.Project == "IdentitySource.Protocol"
            from directive in file.Syntax.DescendantNodes().OfType<UsingDirectiveSyntax>()
            let name = directive.Name?.ToString() ?? ""
            where !name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("IdentitySource.Protocol", StringComparison.Ordinal)
            select $"{file.Path}: {name}");
    }

    [Fact]
    public void The_protocols_slices_do_not_know_one_another() =>
        Assert.Empty(
            from file in SourceTree.Sources
            where file.Project == "IdentitySource.Protocol"
            let slice = file.Path.Split('/')[2]
            where Slices.Contains(slice)
            from directive in file.Syntax.DescendantNodes().OfType<UsingDirectiveSyntax>()
            let used = SliceNamed().Match(directive.Name?.ToString() ?? "").Groups[1].Value
            where Slices.Contains(used) && used != slice && !IsShared(file.Path, used)
            select $"{file.Path} uses {used}");

    [Fact]
    public void Only_the_server_knows_http() =>
        Assert.Empty(
            from file in SourceTree.Sources
            where file.Project != "IdentitySource.Server" && file.Text.Contains("HttpContext", StringComparison.Ordinal)
            select file.Path);

    /// <summary>The start alone looks at the schema; everything else of the server asks an operation or a store.</summary>
    [Fact]
    public void The_server_leaves_the_database_to_operations_and_stores()
    {
        Assert.Equal(
            ["src/IdentitySource.Server/Composition/DatabaseStartup.cs"],
            from file in SourceTree.Sources
            where file.Project == "IdentitySource.Server"
                && (file.Text.Contains("using Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                    || file.Text.Contains("IdentitySourceDb", StringComparison.Ordinal))
            select file.Path);
    }

    [Fact]
    public void Interfaces_stand_at_the_ports_and_the_extension_points_only()
    {
        string[] extensionPoints = ["IGrant", "IClientAuthenticationMethod", "IClaimSource", "IResponseMode", "IAnswerPart"];
        Assert.Empty(
            from file in SourceTree.Sources
            where file.Project == "IdentitySource.Protocol" && !file.Path.Contains("/Ports/", StringComparison.Ordinal)
            from declared in file.Syntax.DescendantNodes().OfType<InterfaceDeclarationSyntax>()
            where !extensionPoints.Contains(declared.Identifier.Text)
            select $"{file.Path}: {declared.Identifier.Text}");
    }

    [Fact]
    public void A_namespace_is_its_folder() =>
        Assert.Empty(
            from file in SourceTree.Sources
            from declared in file.Syntax.DescendantNodes().OfType<FileScopedNamespaceDeclarationSyntax>()
            let expected = Path.GetDirectoryName(file.Path)!["src/".Length..].Replace('/', '.')
            // Those names are the driver's.
            where declared.Name.ToString() != expected && file.Project != "IdentitySource.Storage.SqlServer.UserTypes"
            select $"{file.Path}: {declared.Name}");

    [Fact]
    public void Names_say_what_a_type_is_for()
    {
        var empty = EmptyWord();
        Assert.Empty(
            from file in SourceTree.Sources
            from declared in file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
            let name = declared.Identifier.Text
            where empty.IsMatch(name) && !name.EndsWith("TagHelper", StringComparison.Ordinal)
            select $"{file.Path}: {name}");
    }

    [Fact]
    public void Results_redirect_is_not_used_where_a_verified_address_is_due() =>
        Assert.Empty(
            from file in SourceTree.Sources
            where file.Text.Contains("Results.Redirect(", StringComparison.Ordinal) || file.Text.Contains("Response.Redirect(", StringComparison.Ordinal)
            select file.Path);

    /// <summary>What a redirect may be is verified by the authorize slice; logout needs the same proof.</summary>
    private static bool IsShared(string path, string used) => path.Contains("/Logout/", StringComparison.Ordinal) && used == "Authorize";

    [GeneratedRegex(@"^IdentitySource\.Protocol\.(\w+)")]
    private static partial Regex SliceNamed();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Impl|Service|Processor|Info|Data)$|^Base[A-Z]|^Default[A-Z]")]
    private static partial Regex EmptyWord();
}
