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
    public async Task It_is_durable_checksummed_and_of_a_locale_that_every_system_has()
    {
        await using var cluster = await place.StartAsync(durable: true);

        Assert.Equal("on", await Ask(cluster, "SHOW fsync"));
        Assert.Equal("on", await Ask(cluster, "SHOW synchronous_commit"));
        Assert.Equal("on", await Ask(cluster, "SHOW full_page_writes"));
        Assert.Equal("on", await Ask(cluster, "SHOW data_checksums"));
        Assert.Equal("UTF8", await Ask(cluster, "SHOW server_encoding"));
        Assert.Equal("C.UTF-8", await Ask(cluster, "SELECT datcollate || '' FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task The_servers_account_owns_its_database_and_is_no_superuser()
    {
        await using var cluster = await place.StartAsync();

        Assert.False(await ClusterPlace.AskAsync<bool>(cluster.ConnectionString, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
        Assert.Equal("made", await Ask(cluster, "CREATE TABLE mine (word text); INSERT INTO mine VALUES ('made'); SELECT word FROM mine"));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_stop_and_a_start_and_an_operators_setting_stays()
    {
        await using (var first = await place.StartAsync(durable: true))
        {
            await ClusterPlace.DoAsync(first.ConnectionString, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')");
            await ClusterPlace.DoAsync(first.SuperuserConnectionString, "ALTER SYSTEM SET shared_buffers = '40MB'");
        }

        Assert.False(File.Exists(place.PidFile));
        await using var second = await place.StartAsync(durable: true);

        Assert.True(second.StartedHere);
        Assert.Equal("still here", await Ask(second, "SELECT word FROM kept"));
        Assert.Equal("40MB", await Ask(second, "SHOW shared_buffers"));
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

    [Fact]
    public async Task A_folder_that_others_may_enter_is_closed_again()
    {
        await using (await place.StartAsync())
        {
        }

        File.SetUnixFileMode(place.Cluster, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using var cluster = await place.StartAsync();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(place.Cluster));
    }

    [Fact]
    public async Task Settings_that_PostgreSQL_refuses_are_told_with_its_own_words()
    {
        await using (await place.StartAsync())
        {
        }

        File.AppendAllText(Path.Combine(place.Cluster, "postgresql.auto.conf"), "no_such_setting = 1\n");
        var fault = await Assert.ThrowsAsync<PrivateClusterException>(() => place.StartAsync());

        Assert.Contains("no_such_setting", fault.Message);
        Assert.Contains(Path.Combine(place.Home, "log"), fault.Message);
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_not_touched()
    {
        await using (await place.StartAsync())
        {
        }

        File.Delete(Path.Combine(place.Cluster, "PG_VERSION"));
        var fault = await Assert.ThrowsAsync<PrivateClusterException>(() => place.StartAsync());

        Assert.Contains("is not a PostgreSQL cluster", fault.Message);
        Assert.True(File.Exists(Path.Combine(place.Cluster, "postgresql.conf")));
    }

    private static Task<string> Ask(PostgresCluster cluster, string query) => ClusterPlace.AskAsync<string>(cluster.ConnectionString, query);
}
