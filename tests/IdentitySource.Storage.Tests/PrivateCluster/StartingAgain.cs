using IdentitySource.Storage.PostgreSql.PrivateCluster;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public sealed class StartingAgain(ClusterPlace place) : IClassFixture<ClusterPlace>, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public void Dispose() => place.KillDatabase();

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
    public async Task A_folder_that_others_may_enter_is_closed_again()
    {
        await place.MakeAsync();
        File.SetUnixFileMode(place.Cluster, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using var cluster = await place.StartAsync();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(place.Cluster));
    }

    [Fact]
    public async Task Settings_that_PostgreSQL_refuses_are_told_with_its_own_words()
    {
        await place.MakeAsync();
        using var spoilt = place.Change("postgresql.auto.conf", text => text + "no_such_setting = 1\n");

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync());

        Assert.Contains("no_such_setting", fault.Message);
        Assert.Contains(Path.Combine(place.Home, "log"), fault.Message);
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_not_touched()
    {
        await place.MakeAsync();
        using var spoilt = place.Change("PG_VERSION", _ => "");

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync());

        Assert.Contains("is not a PostgreSQL cluster", fault.Message);
        Assert.True(File.Exists(Path.Combine(place.Cluster, "postgresql.conf")));
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_not_touched()
    {
        await place.MakeAsync();
        using var spoilt = place.Change("PG_VERSION", _ => "9.6\n");

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync());

        Assert.Contains("was made by PostgreSQL 9;", fault.Message);
    }

    [RootFact]
    public async Task A_folder_that_root_restored_is_given_back_to_the_account()
    {
        await place.MakeAsync();
        Shell.Run("chown", "-R", "root:root", place.Home);

        await using var cluster = await place.StartAsync();

        Assert.Equal("postgres", Shell.Run("stat", "--format=%U", place.Cluster));
    }

    private static Task<string> Ask(PostgresCluster cluster, string query) => ClusterPlace.AskAsync<string>(cluster.ConnectionString, query);
}
