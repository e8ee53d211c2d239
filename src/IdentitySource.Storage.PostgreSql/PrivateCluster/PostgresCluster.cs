using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>
/// A PostgreSQL that the server makes and runs for itself from the installed programs, so that it starts without any set-up. It is
/// reached through a socket in a closed folder only. Processes that use it share it: the first starts it, the last stops it, and one
/// that outlived its killed server is adopted.
/// </summary>
public sealed class PostgresCluster : IPrivateDatabase
{
    private const string Superuser = "postgres";
    private const string Owner = "identitysource";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClusterFolders folders;
    private readonly ClusterPrograms programs;
    private readonly ILogger log;
    private readonly ClusterLock? server;
    private ClusterLock? users;
    private string socket = "";
    private bool stopped;

    private PostgresCluster(ClusterFolders folders, ClusterPrograms programs, ClusterLock? server, ILogger log)
    {
        this.folders = folders;
        this.programs = programs;
        this.server = server;
        this.log = log;
    }

    public string ConnectionString { get; private set; } = "";

    /// <summary>For backup, restore and tests; the server itself has no use for it.</summary>
    public string SuperuserConnectionString { get; private set; } = "";

    /// <summary>False when it was already running.</summary>
    public bool StartedHere { get; private set; }

    /// <summary>Adopts the running cluster of the data folder or makes and starts it. <see cref="PrivateDatabaseException"/> says what is in the way.</summary>
    public static async Task<PostgresCluster> StartAsync(PrivateClusterOptions options, DatabaseUse use, ILogger log, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PrivateDatabaseException("The private database runs on Linux. Elsewhere name a PostgreSQL server in ConnectionStrings__Default.");
        }

        PostgresBinaries.Demand(options.BinariesFolder);
        var folders = await ClusterFolders.PrepareAsync(options.DataFolder, cancel);
        var server = use == DatabaseUse.Command ? null : ClusterLock.TryTake(folders.ServerLock) ?? throw new PrivateDatabaseException(
            $"Another IdentitySource server runs on the data folder {Path.GetFullPath(options.DataFolder)}. "
            + "Stop it first, or give this one a data folder of its own. Several servers for one deployment need an external PostgreSQL (ConnectionStrings__Default).");
        PostgresCluster cluster = new(folders, new ClusterPrograms(folders, options, log), server, log);
        try
        {
            await cluster.EnsureRunningAsync(cancel);
            return cluster;
        }
        catch
        {
            await cluster.StopAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task EnsureRunningAsync(CancellationToken cancel)
    {
        using var gate = await TakeGateAsync(cancel);
        ObjectDisposedException.ThrowIf(stopped, this);
        // Only one who stops holds this lock alone, and that happens behind the gate.
        users ??= ClusterLock.TryShare(folders.UsersLock);
        if (await FindRunningAsync(cancel) is { } running)
        {
            if (socket == running)
            {
                return;
            }

            socket = running;
            log.Adopted(folders.Cluster);
        }
        else
        {
            await programs.InitialiseAsync(cancel);
            socket = await SocketFolder.MakeAsync(folders, cancel);
            await programs.StartAsync(socket, cancel);
            StartedHere = true;
        }

        SuperuserConnectionString = ConnectionTo(socket, Superuser, "postgres");
        ConnectionString = ConnectionTo(socket, Owner, Owner);
        await CreateDatabaseAsync(cancel);
    }

    /// <summary>Stops the cluster, unless another process still uses it: then that one stops it. To be called last, after the last query.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (stopped)
        {
            return;
        }

        using var gate = await TakeGateAsync(cancel);
        stopped = true;
        users?.Dispose();
        using var alone = ClusterLock.TryTake(folders.UsersLock);
        if (alone is null)
        {
            log.LeftRunning(folders.Cluster);
        }
        else
        {
            await programs.StopAsync(cancel);
            SocketFolder.Remove(socket, folders.Home);
        }

        // Last: who gets this lock next finds the database down, or up for good.
        server?.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task<ClusterLock> TakeGateAsync(CancellationToken cancel) =>
        await ClusterLock.TakeAsync(folders.GateLock, Patience, cancel) ?? throw new PrivateDatabaseException(
            $"Another process has been starting or stopping the database in {folders.Cluster} for more than {Patience.TotalMinutes} minutes. Its log is {folders.Log}.");

    /// <summary>The socket folder of the PostgreSQL that runs here, whoever started it; waits for one that is starting or stopping.</summary>
    private async Task<string?> FindRunningAsync(CancellationToken cancel)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += pause)
        {
            // The socket before the pid: in another container's pid namespace the pid says nothing.
            if (Postmaster.Find(folders.Cluster) is not { } postmaster)
            {
                return null;
            }

            if (await SocketFolder.IsOursAsync(folders, postmaster.SocketFolder, cancel) && await AnswersAsync(postmaster.SocketFolder, cancel))
            {
                return postmaster.SocketFolder;
            }

            if (!postmaster.IsAlive())
            {
                return null;
            }

            await Task.Delay(pause, cancel);
        }

        throw new PrivateDatabaseException($"PostgreSQL runs on {folders.Cluster} but does not answer. Its log is {folders.Log}.");
    }

    private static async Task<bool> AnswersAsync(string socketFolder, CancellationToken cancel)
    {
        if (!File.Exists(SocketFolder.SocketIn(socketFolder)))
        {
            return false;
        }

        try
        {
            await using NpgsqlConnection connection = new(ConnectionTo(socketFolder, Superuser, "postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState != PostgresErrorCodes.CannotConnectNow;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>The server's own account owns its database and nothing more, so that an injected statement could not reach files or programs.</summary>
    private async Task CreateDatabaseAsync(CancellationToken cancel)
    {
        await using NpgsqlConnection connection = new(SuperuserConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await using NpgsqlCommand missing = new(
            $"""
            SELECT 'CREATE ROLE {Owner} LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{Owner}')
            UNION ALL
            SELECT 'CREATE DATABASE {Owner} OWNER {Owner}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{Owner}')
            """, connection);
        List<string> statements = [];
        await using (var reader = await missing.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                statements.Add(reader.GetString(0));
            }
        }

        foreach (var statement in statements)
        {
            await using NpgsqlCommand create = new(statement, connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
    }

    private static string ConnectionTo(string socketFolder, string user, string database) =>
        new NpgsqlConnectionStringBuilder { Host = socketFolder, Username = user, Database = database }.ConnectionString;
}
