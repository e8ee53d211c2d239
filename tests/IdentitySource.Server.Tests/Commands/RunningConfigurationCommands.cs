using System.Text.Json;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary>A configuration from one shell into another.</summary>
public class RunningConfigurationCommands(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly Shell shell = new(deployment);

    [Theory]
    [InlineData("export")]
    [InlineData("export --yaml")]
    public async Task What_export_writes_apply_takes_and_finds_nothing_to_do(string export)
    {
        await shell.RunAsync("app create --name Notes --address cli-notes --redirect-uri https://rp.acme.test/cb --json");

        var file = (await shell.RunAsync(export)).Output;
        Assert.Contains("cli-notes", file, StringComparison.Ordinal);
        var applied = await shell.RunAsync("apply -", file);

        Assert.Equal((0, "Everything is as the file says.\n", ""), (applied.Code, applied.Output, applied.Error));
    }

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_import_makes_it()
    {
        var secret = (await shell.JsonAsync("app create --name Notes --address cli-moved --redirect-uri https://rp.acme.test/cb")).GetProperty("client_secret").GetString()!;
        Assert.DoesNotContain(secret, (await shell.RunAsync("export")).Output, StringComparison.Ordinal);
        Assert.Contains(secret, (await shell.RunAsync("export --with-secrets")).Output, StringComparison.Ordinal);
        const string File = "format: 1\napplications:\n- address: cli-moved\n  name: Moved\n";

        var shown = await shell.RunAsync("import - --dry-run", File);
        Assert.Equal(["~ application cli-moved", "    name: \"Notes\" -> \"Moved\"", "1 changes; nothing was changed."], shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, (await shell.JsonAsync("import -", File)).GetProperty("changes").GetArrayLength());
        Assert.Equal(JsonValueKind.Array, (await shell.JsonAsync("apply -", File)).GetProperty("changes").ValueKind);

        var refused = await shell.RunAsync("apply -", "format: 1\nroles:\n- name: bad name\n");
        Assert.Equal(1, refused.Code);
        Assert.Contains("(role_malformed)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("(file_unreadable)", (await shell.RunAsync("apply no-such-file.json")).Error, StringComparison.Ordinal);
    }
}
