using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IdentitySource.Server.Composition;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>What the Dockerfile promises. No engine builds it here, so it is read.</summary>
public partial class BuildingTheImage
{
    [Fact, Attack("FW-01")]
    public void It_stands_on_images_of_one_release_line_of_which_the_last_has_no_shell_and_no_old_runtime()
    {
        var bases = ImageFile.Steps.Where(step => step.Word == "FROM").Select(step => step.Arguments[0]).ToList();
        Assert.All(bases, image => Assert.Matches(@"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.0", image));
        var last = Assert.Single(ImageFile.Final, step => step.Word == "FROM").Arguments[0];

        // "extra": with ICU and the time zones, which the program was built to use.
        var version = Regex.Match(last, @"/aspnet:(\d+\.\d+\.\d+)-noble-chiseled-extra$").Groups[1].Value;
        Assert.True(Version.Parse(version) >= RuntimeFloor.Oldest, last);
        Assert.Contains("<InvariantGlobalization>false<", Repository.Text("Directory.Build.props"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_runs_as_an_account_without_rights_and_needs_no_shell()
    {
        Assert.Equal("$APP_UID", Assert.Single(ImageFile.Final, step => step.Word == "USER").Rest);
        Assert.DoesNotContain(ImageFile.Final, step => step.Word is "RUN" or "SHELL" or "ADD");
        Assert.All(ImageFile.Final.Where(step => step.Word is "ENTRYPOINT" or "CMD"), step => Assert.NotEmpty(Exec(step.Rest)));

        Assert.Equal(["dotnet", "/app/IdentitySource.Server.dll"], Exec(Assert.Single(ImageFile.Final, step => step.Word == "ENTRYPOINT").Rest));
        var health = Assert.Single(ImageFile.Final, step => step.Word == "HEALTHCHECK").Rest;
        Assert.Equal(["dotnet", "/app/IdentitySource.Server.dll", "healthcheck"], Exec(health[(health.IndexOf("CMD ", StringComparison.Ordinal) + 4)..]));
    }

    [Fact]
    public void It_writes_in_one_place_alone()
    {
        Assert.Equal("/data", Assert.Single(ImageFile.Final, step => step.Word == "VOLUME").Rest);
        Assert.Equal("/data", ImageFile.Environment["IdentitySource__DataFolder"]);
        var owned = ImageFile.Final.Where(step => step.Word == "COPY" && step.Rest.Contains("--chown", StringComparison.Ordinal));
        Assert.Equal("/data", Assert.Single(owned).Arguments[^1]);
    }

    [Fact, Attack("LG-03")]
    public void It_holds_no_secret()
    {
        Assert.DoesNotContain(ImageFile.Steps, step => step.Word is "ARG" or "ENV" && Secretive().IsMatch(step.Rest));
        Assert.Equal("READY_TO_RUN=true", Assert.Single(ImageFile.Steps, step => step.Word == "ARG").Rest);
        Assert.DoesNotContain(ImageFile.Steps, step => step.Rest.Contains("http://", StringComparison.Ordinal) || step.Rest.Contains("https://", StringComparison.Ordinal));
    }

    /// <summary>A package that was swapped at its source is refused, and the layer of packages stands while only code changes.</summary>
    [Fact, Attack("FW-09")]
    public void Packages_are_restored_by_the_lock_files_before_the_sources_come()
    {
        var steps = ImageFile.Build.ToList();
        var restore = steps.FindIndex(step => step.Word == "RUN" && step.Rest.StartsWith("dotnet restore ", StringComparison.Ordinal));
        var sources = steps.FindIndex(step => step is { Word: "COPY", Rest: "src src" });
        var publish = steps.FindIndex(step => step.Word == "RUN" && step.Rest.StartsWith("dotnet publish ", StringComparison.Ordinal));
        Assert.True(0 < restore && restore < sources && sources < publish);
        Assert.Contains("--locked-mode", steps[restore].Words);
        Assert.Contains("--no-restore", steps[publish].Words);
        Assert.Contains("-p:PublishReadyToRun=$READY_TO_RUN", steps[restore].Words);
        Assert.Contains("-p:PublishReadyToRun=$READY_TO_RUN", steps[publish].Words);

        var before = steps.Take(restore).Where(step => step.Word == "COPY").SelectMany(Files).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Needed("IdentitySource.Server").Order().Except(before));
        Assert.DoesNotContain(before, file => file.EndsWith(".cs", StringComparison.Ordinal));
    }

    /// <summary>The step itself, in a folder with what the steps before it copied and nothing else.</summary>
    [Fact]
    public async Task The_step_that_restores_has_all_it_needs()
    {
        var folder = Directory.CreateTempSubdirectory("identitysource-layer-").FullName;
        var restore = ImageFile.Build.First(step => step.Word == "RUN");
        foreach (var file in ImageFile.Build.TakeWhile(step => step != restore).Where(step => step.Word == "COPY").SelectMany(Files))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(Repository.PathOf(file), Path.Combine(folder, file));
        }

        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(each => each.Key is "HOME" or "PATH" or "NUGET_PACKAGES" or "DOTNET_CLI_TELEMETRY_OPTOUT").ToDictionary(each => (string)each.Key, each => (string)each.Value!);
        var ran = await ServerProcess.RunOtherAsync(environment, ["/bin/sh", "-c", $"cd {folder} && {restore.Rest.Replace("$READY_TO_RUN", "false", StringComparison.Ordinal)}"]);
        Directory.Delete(folder, recursive: true);

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
    }

    [Fact]
    public void Everything_that_is_copied_is_there_and_let_through()
    {
        var ignored = Repository.Text(".dockerignore").Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.Equal("*", ignored[0]);
        Assert.Equal(["**/bin", "**/obj"], ignored.Skip(1).Where(line => line[0] != '!'));
        var let = ignored.Where(line => line[0] == '!').Select(line => line[1..]).ToHashSet(StringComparer.Ordinal);
        var copied = ImageFile.Build.Where(step => step.Word == "COPY").SelectMany(Files).ToList();

        Assert.All(copied, file => Assert.True(File.Exists(Repository.PathOf(file)) || Directory.Exists(Repository.PathOf(file)), file));
        Assert.All(copied, file => Assert.Contains(file.Split('/')[0], let));
        Assert.All(let, file => Assert.True(copied.Exists(copy => copy.Split('/')[0] == file), $"{file} is let through for nothing"));
    }

    /// <summary>The project and those that it references, with what decides about their packages.</summary>
    private static IEnumerable<string> Needed(string project)
    {
        var folder = $"src/{project}";
        var locks = Directory.GetFiles(Repository.PathOf(folder), "packages*.lock.json").Select(file => $"{folder}/{Path.GetFileName(file)}");
        var references = XDocument.Load(Repository.PathOf($"{folder}/{project}.csproj")).Descendants("ProjectReference")
            .SelectMany(each => Needed(Path.GetFileNameWithoutExtension(each.Attribute("Include")!.Value)));
        var shared = new[] { "", "src" }.SelectMany(place => Directory.GetFiles(Repository.PathOf(place), "Directory.*")).Select(file => Path.GetRelativePath(Repository.Root, file));
        return [$"{folder}/{project}.csproj", .. locks, .. references, .. shared, "global.json"];
    }

    /// <summary>The files that a step copies; a pattern stands for what it matches.</summary>
    private static IEnumerable<string> Files(ImageStep copy) => copy.Arguments.SkipLast(1).SelectMany(path => path.Contains('*', StringComparison.Ordinal)
        ? Directory.GetFiles(Repository.PathOf(Path.GetDirectoryName(path)!), Path.GetFileName(path)).Select(file => Path.GetRelativePath(Repository.Root, file))
        : [path]);

    private static string[] Exec(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    [GeneratedRegex("password|secret|token|masterkey|connection", RegexOptions.IgnoreCase)]
    private static partial Regex Secretive();
}
