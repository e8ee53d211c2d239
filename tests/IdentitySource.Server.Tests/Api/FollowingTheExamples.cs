using System.Diagnostics;
using System.Text.RegularExpressions;
using IdentitySource.Management.ApiKeys;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>The examples of docs/api/README.md, run by curl from top to bottom as they stand there.</summary>
public partial class FollowingTheExamples(FollowingTheExamples.ListeningApi server) : IClassFixture<FollowingTheExamples.ListeningApi>
{
    [Fact]
    public async Task Every_command_of_the_page_does_what_it_says()
    {
        var client = await ApiClient.WithAsync(server, [.. ApiScopes.Of(operatorsPool: false).Select(scope => scope.Name)]);
        var blocks = Block().Matches(await File.ReadAllTextAsync(PagePath())).Select(match => match.Groups[1].Value).ToList();
        Assert.True(blocks.Count >= 5);

        // The public origin has its name from the server's settings; curl is led to where the test listens.
        var script = $$"""
            set -eu
            IDENTITYSOURCE=http://idp.test
            API_KEY={{client.Key}}
            curl() { command curl --connect-to idp.test:80:127.0.0.1:{{server.ListeningAt.Port}} --noproxy '*' "$@"; echo; }
            """ + "\n" + string.Join('\n', blocks);
        var (code, output) = await RunAsync(script);

        Assert.True(code == 0, output);
        await using var db = await server.DatabaseAsync();
        Assert.True(await db.Applications.AnyAsync(row => row.Address == "network-notes" && row.Name == "Notes of the network"), output);
        Assert.True(await db.Users.AnyAsync(row => row.Email == "ann@example.com" && row.Blocked), output);
        Assert.Contains("\"items\"", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await output + await error);
    }

    private static string PagePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs/api/README.md");
    }

    [GeneratedRegex("^```bash\n(curl .*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    public sealed class ListeningApi : HostedServer
    {
        protected override bool Listens => true;

        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["IdentitySource:PublicOrigin"] = "http://idp.test",
            ["IdentitySource:AllowHttp"] = "true",
        };
    }
}
