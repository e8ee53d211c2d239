using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>
/// The program as the compose file runs it: the image's and the compose file's variables and no other, its secrets as files, its
/// read-only tree, its account. Only ports and the database's address are those of the test.
/// </summary>
public sealed class RunningWhatTheImageRuns : IAsyncLifetime
{
    private static readonly ComposeService Compose = ComposeFile.Service("identitysource-postgres");

    private readonly int port = ServerProcess.FreePort();
    private Container container = null!;
    private DatabasePort database = null!;
    private string connectionString = "";

    private Uri Origin => new($"http://localhost:{port}");

    private Dictionary<string, string> Variables
    {
        get
        {
            Dictionary<string, string> given = new() { ["IDENTITYSOURCE_ORIGIN"] = Origin.OriginalString };
            Dictionary<string, string> all = new(ImageFile.Environment);
            foreach (var (name, value) in Compose.Environment)
            {
                all[name] = ComposeFile.Resolve(value, given);
            }

            all["ASPNETCORE_HTTP_PORTS"] = $"{port}";
            return all;
        }
    }

    public async Task InitializeAsync()
    {
        connectionString = await TestCluster.CreateDatabaseAsync();
        database = new DatabasePort(connectionString);
        container = new Container();
        Dictionary<string, string> made = new() { ["master_key"] = HostedServer.MasterKey, ["postgres_connection"] = database.ConnectionString };
        foreach (var (secret, file) in Compose.Secrets)
        {
            await File.WriteAllTextAsync(Path.Combine(container.Secrets, file), made[secret]);
        }
    }

    public async Task DisposeAsync()
    {
        container.Dispose();
        database.Dispose();
        await TestCluster.DropDatabaseAsync(connectionString);
    }

    [ContainerFact]
    public async Task It_starts_on_an_empty_database_serves_tells_its_health_and_ends_when_it_is_asked_to()
    {
        await using var server = container.Start(Variables);
        await server.BeReadyAsync(Origin);

        using HttpClient client = new() { BaseAddress = Origin };
        Assert.Contains($"\"issuer\":\"{Origin.OriginalString}/oidc\"", await client.GetStringAsync("/oidc/.well-known/openid-configuration"), StringComparison.Ordinal);
        Assert.Equal(0, (await container.RunAsync(Variables, Compose.Node["healthcheck"]!["test"]![3]!.GetValue<string>())).Code);
        var link = await container.RunAsync(Variables, "setup-link");
        Assert.Equal((0, ""), (link.Code, link.Error));
        Assert.Contains("Set up", await client.GetStringAsync(link.Output.Split('\n')[0]), StringComparison.Ordinal);

        server.AskToStop();
        Assert.Equal(0, await server.EndAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(1, (await container.RunAsync(Variables, "healthcheck")).Code);

        // With key and database given there is nothing left that would have to be kept.
        Assert.Empty(Directory.GetFileSystemEntries(container.Data));
    }

    [ContainerFact]
    public async Task It_has_no_rights_and_can_write_where_it_may_and_nowhere_else()
    {
        var told = await container.RunOtherAsync(Variables, "/bin/bash", "-c", """
            grep -E '^(Uid|Gid|Groups|CapEff|CapBnd|NoNewPrivs):' /proc/self/status
            for folder in / /app /etc /run /run/secrets /data /tmp; do touch $folder/x 2> /dev/null && echo "writes $folder"; done
            ls /usr/lib/postgresql
            """);

        var words = told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split('\t', StringSplitOptions.TrimEntries)).Trim());
        Assert.Equal(
            [
                "Uid: 1654 1654 1654 1654", "Gid: 1654 1654 1654 1654", "Groups:", "CapEff: 0000000000000000", "CapBnd: 0000000000000000", "NoNewPrivs: 1",
                "writes /data", "writes /tmp",
            ],
            words);
    }

    [ContainerFact]
    public async Task Without_a_key_it_makes_one_in_its_data_folder_and_keeps_to_it()
    {
        File.Delete(Path.Combine(container.Secrets, "IdentitySource__MasterKey"));
        Assert.Equal(0, (await container.RunAsync(Variables, "migrate")).Code);
        Assert.Equal(0, (await container.RunAsync(Variables, "app", "list")).Code);
        Assert.Equal("master.key", Path.GetFileName(Assert.Single(Directory.GetFiles(container.Data, "*.key"))));

        File.Delete(Path.Combine(container.Data, "master.key"));
        Assert.Equal(5, (await container.RunAsync(Variables, "app", "list")).Code);
    }

    [ContainerFact]
    public async Task Without_a_database_it_says_what_is_missing()
    {
        File.Delete(Path.Combine(container.Secrets, "ConnectionStrings__Default"));
        var ran = await container.RunAsync(Variables);
        Assert.True(ran.Code == 4, ran.Error);
        Assert.Contains("ConnectionStrings__Default", ran.Error, StringComparison.Ordinal);
    }

    [ContainerFact]
    public async Task A_secret_that_its_account_cannot_read_stops_the_start()
    {
        File.SetUnixFileMode(Path.Combine(container.Secrets, "ConnectionStrings__Default"), UnixFileMode.UserRead);
        var ran = await container.RunAsync(Variables);
        Assert.True(ran.Code == 3, ran.Error);
        Assert.Contains("/run/secrets/ConnectionStrings__Default cannot be read", ran.Error, StringComparison.Ordinal);
    }
}
