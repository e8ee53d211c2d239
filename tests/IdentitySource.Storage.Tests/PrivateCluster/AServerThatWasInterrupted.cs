using System.Globalization;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public sealed class AServerThatWasInterrupted(ClusterPlace place) : IClassFixture<ClusterPlace>, IDisposable
{
    public void Dispose() => place.KillDatabase();

    [Fact]
    public async Task Ctrl_C_reaches_the_server_only_and_the_database_stays_until_the_server_stops_it()
    {
        using var host = HostProcess.Start(place.Data);
        Assert.Equal("up", await host.ReadLineAsync());

        host.Interrupt();

        Assert.Equal("answered", await host.ReadLineAsync());
        Assert.Equal("stopped", await host.ReadLineAsync());
        Assert.False(File.Exists(place.PidFile));
    }

    [Fact]
    public async Task A_killed_server_leaves_its_database_running_and_the_next_adopts_and_stops_it()
    {
        using (var host = HostProcess.Start(place.Data))
        {
            Assert.Equal("up", await host.ReadLineAsync());
            host.Kill();
        }

        var postmaster = place.Pid;
        Assert.True(Shell.IsRunning(postmaster));
        var next = await place.StartAsync();

        Assert.False(next.StartedHere);
        Assert.Equal(postmaster, place.Pid);
        Assert.Equal(1, await ClusterPlace.AskAsync<int>(next.ConnectionString, "SELECT 1"));
        await next.StopAsync(default);
        Assert.False(Shell.IsRunning(postmaster));
    }

    [Fact]
    public async Task A_database_that_was_killed_is_started_again_with_what_was_committed()
    {
        await using var cluster = await place.StartAsync(durable: true);
        await ClusterPlace.DoAsync(cluster.ConnectionString, "CREATE TABLE survived (word text); INSERT INTO survived VALUES ('committed')");
        var killed = place.Pid;

        Shell.Run("kill", "-KILL", killed.ToString(CultureInfo.InvariantCulture));
        await cluster.EnsureRunningAsync(default);

        Assert.NotEqual(killed, place.Pid);
        Assert.Equal("committed", await ClusterPlace.AskAsync<string>(cluster.ConnectionString, "SELECT word FROM survived"));
    }

    [Fact]
    public async Task A_database_that_runs_is_left_alone()
    {
        await using var cluster = await place.StartAsync();
        var postmaster = place.Pid;

        await cluster.EnsureRunningAsync(default);

        Assert.Equal(postmaster, place.Pid);
    }

    [Fact]
    public async Task What_is_stopped_is_not_started_again_by_a_late_look()
    {
        var cluster = await place.StartAsync();
        await cluster.StopAsync(default);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => cluster.EnsureRunningAsync(default));

        Assert.False(File.Exists(place.PidFile));
    }

    [Fact]
    public async Task A_pid_file_with_a_pid_that_is_now_a_strangers_does_not_stop_the_start()
    {
        using var stranger = AccountProcess.Sleep();
        await LeavePidFileAsync(stranger.Pid);

        await using var cluster = await place.StartAsync();

        Assert.True(cluster.StartedHere);
        Assert.NotEqual(stranger.Pid, place.Pid);
        Assert.True(Shell.IsRunning(stranger.Pid));
    }

    [Fact]
    public async Task A_pid_file_with_the_pid_of_a_zombie_does_not_stop_the_start()
    {
        using var parent = AccountProcess.WithZombie();
        await LeavePidFileAsync(parent.Zombie());

        await using var cluster = await place.StartAsync();

        Assert.True(cluster.StartedHere);
    }

    [Fact]
    public async Task A_socket_lock_with_another_strangers_pid_does_not_stop_the_start_either()
    {
        using var stranger = AccountProcess.Sleep();
        using var parent = AccountProcess.WithZombie();
        await LeavePidFileAsync(stranger.Pid, ofSocket: parent.Zombie());

        await using var cluster = await place.StartAsync();

        Assert.True(cluster.StartedHere);
    }

    [Fact]
    public async Task A_stop_does_not_signal_a_stranger_that_has_the_databases_old_pid()
    {
        await using var cluster = await place.StartAsync();
        using var stranger = AccountProcess.Sleep();
        var postmaster = place.Pid;
        Shell.Run("kill", "-KILL", postmaster.ToString(CultureInfo.InvariantCulture));
        ReplacePid(postmaster, stranger.Pid, File.ReadAllText(place.PidFile));

        await cluster.StopAsync(default);

        Assert.True(Shell.IsRunning(stranger.Pid));
    }

    /// <summary>As after a power cut: the file is there, the socket's lock file too, and the pid has come to somebody else.</summary>
    private async Task LeavePidFileAsync(int pid, int? ofSocket = null)
    {
        string left;
        int postmaster;
        await using (await place.StartAsync())
        {
            left = File.ReadAllText(place.PidFile);
            postmaster = place.Pid;
        }

        ReplacePid(postmaster, pid, left);
        File.WriteAllText(Path.Combine(place.Home, "run", ".s.PGSQL.5432.lock"), left.Replace($"{postmaster}\n", $"{ofSocket ?? pid}\n", StringComparison.Ordinal));
    }

    private void ReplacePid(int old, int pid, string text) =>
        File.WriteAllText(place.PidFile, text.Replace($"{old}\n", $"{pid}\n", StringComparison.Ordinal));
}
