using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public sealed class StartingFromNothing : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ClusterPlace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task A_database_is_made_in_a_closed_folder_and_reached_through_a_socket_only()
    {
        await using var cluster = await place.StartAsync();

        Assert.True(cluster.StartedHere);
        Assert.Equal("identitysource", await Ask(cluster, "SELECT current_user || ''"));
        Assert.Equal("identitysource", await Ask(cluster, "SELECT current_database() || ''"));
        Assert.Equal("", await Ask(cluster, "SHOW listen_addresses"));
        Assert.Equal("0700", await Ask(cluster, "SHOW unix_socket_permissions"));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(place.Home));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(place.Cluster));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(place.Home, "run")));
    }

    [Fact]
    public async Task It_is_durable_checksummed_of_a_locale_that_every_system_has_and_owned_by_an_account_that_is_no_superuser()
    {
        await using var cluster = await place.StartAsync(durable: true);

        Assert.False(await ClusterPlace.AskAsync<bool>(cluster.ConnectionString, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
        Assert.Equal("made", await Ask(cluster, "CREATE TABLE mine (word text); INSERT INTO mine VALUES ('made'); SELECT word FROM mine"));
        Assert.Equal("on", await Ask(cluster, "SHOW fsync"));
        Assert.Equal("on", await Ask(cluster, "SHOW synchronous_commit"));
        Assert.Equal("on", await Ask(cluster, "SHOW full_page_writes"));
        Assert.Equal("on", await Ask(cluster, "SHOW data_checksums"));
        Assert.Equal("UTF8", await Ask(cluster, "SHOW server_encoding"));
        Assert.Equal("C.UTF-8", await Ask(cluster, "SELECT datcollate || '' FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task An_initdb_that_was_cut_short_is_begun_again()
    {
        await using (await place.StartAsync())
        {
        }

        Directory.Move(place.Cluster, Path.Combine(place.Home, "cluster.init"));
        await using var cluster = await place.StartAsync();

        Assert.Equal("identitysource", await Ask(cluster, "SELECT current_user || ''"));
        Assert.False(Directory.Exists(Path.Combine(place.Home, "cluster.init")));
    }

    private static Task<string> Ask(PostgresCluster cluster, string query) => ClusterPlace.AskAsync<string>(cluster.ConnectionString, query);
}
