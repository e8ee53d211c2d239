using System.Globalization;
using IdentitySource.TestKit.Postgres;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public class DatabasesForTests
{
    [Fact]
    public async Task Copies_look_as_the_template_was_left_and_share_nothing_and_it_is_prepared_once()
    {
        var prepared = 0;
        async Task Prepare(string connectionString)
        {
            Interlocked.Increment(ref prepared);
            await ClusterPlace.DoAsync(connectionString, "CREATE TABLE word (said text); INSERT INTO word VALUES ('hello')");
        }

        var copies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestCluster.CloneAsync("copies", Prepare)));
        await ClusterPlace.DoAsync(copies[0], "UPDATE word SET said = 'bye'");

        Assert.Equal(1, prepared);
        Assert.Equal("bye", await ClusterPlace.AskAsync<string>(copies[0], "SELECT said FROM word"));
        Assert.Equal("hello", await ClusterPlace.AskAsync<string>(copies[7], "SELECT said FROM word"));
        await Task.WhenAll(copies.Select(TestCluster.DropDatabaseAsync));
    }

    [Fact]
    public async Task A_connection_that_the_preparation_left_open_does_not_disturb()
    {
        NpgsqlConnection? forgotten = null;
        var copy = await TestCluster.CloneAsync("left open", async connectionString =>
        {
            forgotten = new NpgsqlConnection(connectionString);
            await forgotten.OpenAsync();
        });

        Assert.NotEmpty(await ClusterPlace.AskAsync<string>(copy, "SELECT current_database() || ''"));
        await forgotten!.DisposeAsync();
        await TestCluster.DropDatabaseAsync(copy);
    }

    [Fact]
    public async Task A_database_is_dropped_under_an_open_connection_too()
    {
        var database = await TestCluster.CreateDatabaseAsync();
        await using NpgsqlConnection open = new(database);
        await open.OpenAsync();

        await TestCluster.DropDatabaseAsync(database);

        await Assert.ThrowsAsync<PostgresException>(() => ClusterPlace.AskAsync<int>(database, "SELECT 1"));
    }

    [Fact]
    public async Task A_killed_test_run_leaves_neither_processes_nor_files()
    {
        using var host = HostProcess.Start("test-cluster", variable: (TestCluster.ServerVariable, ""));
        var connectionString = (await host.ReadLineAsync())!["up ".Length..];
        var socket = new NpgsqlConnectionStringBuilder(connectionString).Host!;
        var folder = Directory.GetParent(socket)!.Parent!.FullName;
        var postmaster = int.Parse(File.ReadLines(Path.Combine(folder, "pg", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        Assert.True(Shell.IsRunning(postmaster));

        host.Kill();

        Assert.True(await Shell.UntilAsync(() => !Shell.IsRunning(postmaster) && !Directory.Exists(folder)));
    }
}
