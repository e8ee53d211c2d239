using System.Data.Common;
using System.Net.Sockets;
using IdentitySource.Management.UserPools;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Ports;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Server.Composition;

/// <summary>
/// Brings the database up before anything needs it: the named one, or a private one in the data folder; then its schema, the
/// master key's check and the pools that every deployment has. Made first, so the container ends it last, after the last query.
/// </summary>
public sealed partial class DatabaseStartup(
    DeploymentOptions options, IDatabaseEngine engine, IServiceProvider services, ILogger<DatabaseStartup> log)
    : IAsyncDisposable, IDisposable
{
    /// <summary>A server that starts beside its database waits for it this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(30);

    private DatabaseConnection? connection;

    public DatabaseConnection Connection => connection ?? throw new InvalidOperationException("The database was not opened.");

    /// <summary>Null when an external database is used.</summary>
    public IPrivateDatabase? Private { get; private set; }

    /// <exception cref="DatabaseException">It cannot be reached, or its schema is not ours.</exception>
    /// <exception cref="PrivateDatabaseException">The private database cannot run.</exception>
    /// <exception cref="MasterKeyException">The master key is not this database's.</exception>
    public async Task OpenAsync(DatabaseUse use, CancellationToken cancel)
    {
        await Task.WhenAll(Task.Run(engine.PrepareModel, cancel), ConnectAsync(use, cancel));
        await MigrateAsync(allowed: Private is not null || (use == DatabaseUse.Server && options.Migrate), cancel);
        await using (var db = await services.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().CreateDbContextAsync(cancel))
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            await MasterKeyCheck.EnsureAsync(db, services.GetRequiredService<MasterKey>(), now, cancel);
        }

        await services.GetRequiredService<EnsureDeployment>().RunAsync(cancel);
    }

    /// <summary>Only reaches the database, whatever is in it.</summary>
    public async Task ConnectAsync(DatabaseUse use, CancellationToken cancel)
    {
        connection = new DatabaseConnection(options.ConnectionString ?? await StartPrivateAsync(use, cancel));
        await ReachAsync(use == DatabaseUse.Server ? Patience : TimeSpan.Zero, cancel);
    }

    /// <summary>EF takes a lock of its own, so several servers may try at once.</summary>
    /// <returns>How many steps it took.</returns>
    public async Task<int> MigrateAsync(bool allowed, CancellationToken cancel)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().CreateDbContextAsync(cancel);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        if (applied.Exists(migration => !known.Contains(migration)))
        {
            throw new DatabaseException("The database was brought up to date by a newer version of this program. Run that version, or restore a backup.")
            {
                ExitCode = ExitCodes.Schema,
            };
        }

        if (applied.Count == known.Count)
        {
            return 0;
        }

        if (!allowed)
        {
            throw new DatabaseException("The database's schema is older than this program. Back it up, then run the command 'migrate'.")
            {
                ExitCode = ExitCodes.Schema,
            };
        }

        LogMigrating(known.Count - applied.Count);
        db.Database.SetCommandTimeout(LongestMigration);
        await db.Database.MigrateAsync(cancel);
        return known.Count - applied.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (Private is { } own)
        {
            Private = null;
            await own.DisposeAsync();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<string> StartPrivateAsync(DatabaseUse use, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.DataFolder);
        Private = await engine.StartPrivateAsync(options.DataFolder, use, log, cancel);
        return Private?.ConnectionString
            ?? throw new InvalidOperationException("A kind of database without a private one needs a connection string; the options are checked for that.");
    }

    private async Task ReachAsync(TimeSpan patience, CancellationToken cancel)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var begun = clock.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var reached = await services.GetRequiredService<DbDataSource>().OpenConnectionAsync(cancel);
                return;
            }
            catch (Exception failure) when (failure is DbException or TimeoutException or SocketException)
            {
                if (clock.GetElapsedTime(begun) >= patience)
                {
                    throw Unreachable(failure);
                }

                LogWaiting(tries);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel);
            }
        }
    }

    private DatabaseException Unreachable(Exception failure) =>
        new($"Cannot reach {engine.Describe(Connection.ConnectionString)}: {failure.Message}", failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database's schema up to date: {Count} steps")]
    private partial void LogMigrating(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be reached yet (try {Tries}); waiting for it")]
    private partial void LogWaiting(int tries);
}
