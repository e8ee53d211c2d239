using IdentitySource.Storage.PostgreSql.PrivateCluster;
using IdentitySource.TestKit;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public sealed class PlacesAndAccounts
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [RootFact]
    public async Task Root_lends_the_database_to_an_account_without_any_right_of_its_own()
    {
        using ClusterPlace place = new();
        await using var cluster = await place.StartAsync();

        Assert.Equal(Enumerable.Repeat(Shell.Run("id", "-u", "postgres"), 4), Shell.Status(place.Pid, "Uid"));
        Assert.Equal(Enumerable.Repeat(Shell.Run("id", "-g", "postgres"), 4), Shell.Status(place.Pid, "Gid"));
        Assert.DoesNotContain("0", Shell.Status(place.Pid, "Groups"));
        Assert.Equal("0000000000000000", Shell.Status(place.Pid, "CapEff").Single());
    }

    [RootFact]
    public async Task A_data_folder_beyond_that_accounts_reach_links_to_one_within_it()
    {
        using ClusterPlace place = new("closed/data");
        Directory.CreateDirectory(Path.Combine(place.Root, "closed"), OwnerOnly);

        await using (var cluster = await place.StartAsync())
        {
            Assert.StartsWith("/var/lib/identitysource/", new FileInfo(place.Home).LinkTarget);
            await ClusterPlace.DoAsync(cluster.ConnectionString, "CREATE TABLE kept (word text)");
        }

        await using var again = await place.StartAsync();
        await ClusterPlace.DoAsync(again.ConnectionString, "SELECT word FROM kept");
    }

    [Fact]
    public async Task A_link_to_a_folder_that_is_gone_is_not_taken_for_a_fresh_start()
    {
        using ClusterPlace place = new();
        Directory.CreateDirectory(place.Data);
        Directory.CreateSymbolicLink(place.Home, Path.Combine(place.Root, "gone"));

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync());

        Assert.Contains(Path.Combine(place.Root, "gone"), fault.Message);
        File.Delete(place.Home);
    }

    [RootFact]
    public async Task A_closed_data_folder_of_roots_own_lets_the_account_pass_and_shows_it_nothing()
    {
        using ClusterPlace place = new();
        Directory.CreateDirectory(place.Data, OwnerOnly);

        await using var cluster = await place.StartAsync();

        Assert.Null(new FileInfo(place.Home).LinkTarget);
        Assert.Equal(OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute, File.GetUnixFileMode(place.Data));
    }

    [RootFact]
    public async Task A_folder_of_an_ordinary_user_stays_that_users_when_root_starts_the_server()
    {
        using ClusterPlace place = new();
        Shell.Run("install", "-d", "-o", "nobody", place.Data);
        Shell.Run("install", "-d", "-m", "0700", "-o", "nobody", place.Home);

        await using var cluster = await place.StartAsync();

        Assert.Equal(Shell.Run("id", "-u", "nobody"), Shell.Status(place.Pid, "Uid")[0]);
    }

    [Fact]
    public async Task An_ordinary_user_runs_it_directly()
    {
        using ClusterPlace place = new();
        var user = ClusterPlace.Account;
        var programs = Path.Combine(place.Root, "programs");
        Shell.Run("cp", "-r", AppContext.BaseDirectory, programs);
        Shell.Run("chmod", "-R", "a+rX", programs);
        Shell.Run("install", [.. user is null ? Array.Empty<string>() : ["-o", user], "-d", Path.GetDirectoryName(place.Data) + "/own"]);

        using var host = HostProcess.Start(Path.Combine(place.Root, "own", "data"), user, programs);
        Assert.Equal("up", await host.ReadLineAsync());
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(place.Root, "own", "data")));

        host.Interrupt();
        Assert.Equal("answered", await host.ReadLineAsync());
        Assert.Equal("stopped", await host.ReadLineAsync());
    }

    [Fact]
    public async Task A_folder_that_the_user_cannot_enter_is_refused_with_the_ways_out()
    {
        using ClusterPlace place = new();
        var closed = Directory.CreateDirectory(Path.Combine(place.Root, "closed"), OwnerOnly);
        var programs = Path.Combine(place.Root, "programs");
        Shell.Run("cp", "-r", AppContext.BaseDirectory, programs);
        Shell.Run("chmod", "-R", "a+rX", programs);
        if (ClusterPlace.Account is null)
        {
            File.SetUnixFileMode(closed.FullName, UnixFileMode.None);
        }

        using var host = HostProcess.Start(Path.Combine(closed.FullName, "data"), ClusterPlace.Account, programs);

        var said = await host.ReadLineAsync();
        Assert.Contains("is not accessible to the user", said);
        Assert.Contains("choose another data folder", said);
    }

    [Theory]
    [InlineData("a-long-name-that-leaves-no-room-for-a-socket-in-the-107-bytes-that-the-kernel-has-for-its-address/data")]
    [InlineData("a, comma; a 'quote' and a blank/data")]
    public async Task A_path_that_cannot_hold_the_socket_has_it_in_a_closed_folder_elsewhere(string path)
    {
        using ClusterPlace place = new(path);

        await using var cluster = await place.StartAsync();

        var socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
        Assert.False(socket.StartsWith(place.Root, StringComparison.Ordinal));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(socket));
        Assert.Equal(1, await ClusterPlace.AskAsync<int>(cluster.ConnectionString, "SELECT 1"));
        await using (var command = await place.StartAsync(DatabaseUse.Command))
        {
            Assert.Equal(cluster.ConnectionString, command.ConnectionString);
        }
    }

    [Fact]
    public async Task A_path_that_a_shell_would_read_as_more_than_a_path_is_refused()
    {
        using ClusterPlace place = new("$(touch x)/data");

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync());

        Assert.Contains("Choose another data folder", fault.Message);
        Assert.False(Directory.Exists(place.Data));
    }
}
