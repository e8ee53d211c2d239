using System.Text.Json;
using IdentitySource.Server.Commands;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

public sealed class RunningACommandOnAFreshMachine : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-fresh-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_makes_the_database_does_its_work_and_leaves_nothing_running()
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        var made = await RunAsync("app", "create", "--name", "Notes", "--address", "notes", "--redirect-uri", "https://rp.acme.test/cb", "--json");
        Assert.Equal("http://localhost:8080/apps/notes/oidc", made.GetProperty("issuer").GetString());
        Assert.Empty(Directory.GetFiles(folder, "postmaster.pid", SearchOption.AllDirectories));

        var listed = await RunAsync("app", "list", "--json");
        Assert.Equal("notes", listed.GetProperty("applications")[0].GetProperty("address").GetString());
    }

    private async Task<JsonElement> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CommandHost host = new(TextReader.Null, output, error, new Dictionary<string, string?> { ["IdentitySource:DataFolder"] = folder });
        Assert.Equal((0, ""), (await CommandLine.RunAsync(args, host), error.ToString()));
        using var document = JsonDocument.Parse(output.ToString());
        return document.RootElement.Clone();
    }
}
