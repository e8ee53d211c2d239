using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public sealed class SharingADataFolder(ClusterPlace place) : IClassFixture<ClusterPlace>, IDisposable
{
    public void Dispose() => place.KillDatabase();

    [Fact]
    public async Task A_second_server_is_refused_and_told_why_and_the_first_is_unharmed()
    {
        await using var first = await place.StartAsync();

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync());

        Assert.Contains("Another IdentitySource server runs on the data folder", fault.Message);
        Assert.Contains(place.Data, fault.Message);
        Assert.Equal(1, await ClusterPlace.AskAsync<int>(first.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_command_beside_a_server_uses_its_database_and_leaves_it_running()
    {
        await using var server = await place.StartAsync();
        var postmaster = place.Pid;

        await using (var command = await place.StartAsync(DatabaseUse.Command))
        {
            Assert.False(command.StartedHere);
            Assert.Equal(server.ConnectionString, command.ConnectionString);
        }

        Assert.Equal(postmaster, place.Pid);
        Assert.Equal(1, await ClusterPlace.AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task The_last_to_leave_stops_it_whoever_started_it()
    {
        var command = await place.StartAsync(DatabaseUse.Command);
        var server = await place.StartAsync();
        Assert.True(command.StartedHere);

        await command.StopAsync(default);
        Assert.Equal(1, await ClusterPlace.AskAsync<int>(server.ConnectionString, "SELECT 1"));

        await server.StopAsync(default);
        Assert.False(File.Exists(place.PidFile));
    }

    [Fact]
    public async Task Two_that_start_at_once_agree_on_one_database()
    {
        var both = await Task.WhenAll(place.StartAsync(DatabaseUse.Server), place.StartAsync(DatabaseUse.Command));

        Assert.Single(both, one => one.StartedHere);
        Assert.Equal(both[0].ConnectionString, both[1].ConnectionString);
        await Task.WhenAll(both[0].StopAsync(default), both[1].StopAsync(default));
        Assert.False(File.Exists(place.PidFile));
    }

    [Fact]
    public async Task A_stopped_server_makes_room_for_the_next()
    {
        await (await place.StartAsync()).StopAsync(default);

        await using var next = await place.StartAsync();

        Assert.True(next.StartedHere);
    }
}
