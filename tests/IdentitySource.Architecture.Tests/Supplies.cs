using System.Text.Json;
using System.Xml.Linq;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>Code of others that we ship. A new name here is a decision: who looks after it, and could we do without?</summary>
public class Supplies
{
    /// <summary>What a running server consists of, with everything that those bring along.</summary>
    private static readonly string[] Shipped =
    [
        "Microsoft.AspNetCore.Identity.EntityFrameworkCore", "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Abstractions",
        "Microsoft.EntityFrameworkCore.Analyzers", "Microsoft.EntityFrameworkCore.Relational", "Microsoft.Extensions.DependencyModel",
        "Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL",
        "Serilog", "Serilog.Extensions.Logging", "Serilog.Settings.Configuration", "Serilog.Sinks.Console",
        "System.CommandLine", "System.Configuration.ConfigurationManager", "System.Security.Cryptography.ProtectedData", "YamlDotNet",
    ];

    /// <summary>Shipped without what they bring along, so no lock file knows them: they are compared with a hash of our own.</summary>
    private static readonly string[] Alone = ["Microsoft.Data.SqlClient", "Microsoft.EntityFrameworkCore.SqlServer"];

    /// <summary>Looks at the source while it is compiled, and is not shipped.</summary>
    private static readonly string[] AtWork = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    [Fact, Attack("FW-09")]
    public void A_server_consists_of_these_packages_and_no_other() =>
        Assert.Equal([.. Shipped.Concat(AtWork).Order(StringComparer.Ordinal)], Locked("src/IdentitySource.Server"));

    [Fact, Attack("FW-09")]
    public void The_protocol_consists_of_none() => Assert.Equal(AtWork, Locked("src/IdentitySource.Protocol"));

    /// <summary>A restore takes exactly what is locked, by its hash: a package that was swapped at its source is refused.</summary>
    [Fact, Attack("FW-09")]
    public void Every_project_locks_its_packages() =>
        Assert.All(
            Projects,
            project => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project));

    [Fact, Attack("FW-09")]
    public void An_assembly_that_no_lock_file_knows_is_compared_with_its_hash()
    {
        foreach (var project in Projects.Select(path => XDocument.Load(path)).Where(each => !each.Descendants("IsPublishable").Any()))
        {
            var referenced = project.Descendants("Reference").Select(each => each.Attribute("Include")!.Value);
            var compared = project.Descendants("VerifyFileHash").Select(each => each.Attribute("File")!.Value);
            Assert.Equal(referenced, compared);
            Assert.Equal(
                Alone.Where(_ => referenced.Any()),
                referenced.Select(each => Path.GetFileNameWithoutExtension(project.Descendants(each[2..^1]).Single().Value)).Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Projects => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static string[] Locked(string project)
    {
        using var locked = JsonDocument.Parse(SourceTree.Text(project + "/packages.lock.json"));
        return
        [
            .. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => package.Name).Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
