using System.Data.Common;
using System.Net.Sockets;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Composition.Settings;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Ports;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Server.Composition;

/// <summary>
/// Brings the database up before anything needs it: the named one, or a private one in the data folder; then its schema, the
/// master key's check and the pools that every deployment has. Whatever can be wrong is looked at before the first change. Made
/// first, so the container ends it last, after the last query.
/// </summary>
public sealed partial class DatabaseStartup(
    DeploymentOptions options, IDatabaseEngine engine, IDatabaseFaults faults, ClockCheck clock, IServiceProvider services, ILogger<DatabaseStartup> log)
    : IAsyncDisposable, IDisposable
{
    /// <summary>A server that starts beside its database waits for it this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private DatabaseConnection? connection;

    public DatabaseConnection Connection => connection ?? throw new InvalidOperationException("The database was not opened.");

    /// <summary>Null when an external database is used.</summary>
    public IPrivateDatabase? Private { get; private set; }

    /// <exception cref="DatabaseException">It cannot be reached, or is none to work with.</exception>
    /// <exception cref="SchemaException">Its tables are not ours, or not of our age.</exception>
    /// <exception cref="PrivateDatabaseException">The private database cannot run.</exception>
    /// <exception cref="MasterKeyException">The master key is missing, or not this database's.</exception>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    /// <exception cref="ClockException">This machine's clock cannot be right.</exception>
    public async Task OpenAsync(DatabaseUse use, CancellationToken cancel)
    {
        await Task.WhenAll(Task.Run(engine.PrepareModel, cancel), ConnectAsync(use, cancel));
        var allowed = Private is not null || (use == DatabaseUse.Server && options.Migrate);
        var age = await LookAsync(cancel);
        if (allowed || age.Missing == 0)
        {
            // Read, or made at a first start: where it cannot be, the database stays as it was.
            _ = services.GetRequiredService<MasterKey>();
        }

        await BringUpAsync(age, allowed, cancel);
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

    /// <summary>Looks at a connected database first, and changes nothing in one that is not right.</summary>
    /// <returns>How many steps it took.</returns>
    public async Task<int> MigrateAsync(bool allowed, CancellationToken cancel)
    {
        var age = await LookAsync(cancel);
        await BringUpAsync(age, allowed, cancel);
        return age.Missing;
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

    private Task<DatabaseFacts> ReadFactsAsync(CancellationToken cancel) => engine.ReadFactsAsync(services.GetRequiredService<DbDataSource>(), cancel);

    private async Task<SchemaAge> LookAsync(CancellationToken cancel)
    {
        var facts = await ReadFactsAsync(cancel);

        // Asked for here: what reads from the database is made of this object's connection.
        var age = await services.GetRequiredService<Schema>().ReadAsync(cancel);
        var memory = services.GetRequiredService<DeploymentMemory>();
        clock.Run(facts.Clock, age.HasMemory ? await memory.FindNewestAsync(cancel) : null);
        Refuse(facts.Faults.Where(fault => age.Applied > 0 || !fault.MendedAtFirst));
        if (age.HasMemory)
        {
            services.GetRequiredService<MasterKeyPlace>().Check(await memory.FindMasterKeyAsync(cancel));
        }

        return age;
    }

    private async Task BringUpAsync(SchemaAge age, bool allowed, CancellationToken cancel)
    {
        await services.GetRequiredService<Schema>().MigrateAsync(age, allowed, cancel);
        if (age.Applied == 0)
        {
            // The first step was to mend what it can.
            Refuse((await ReadFactsAsync(cancel)).Faults);
        }
    }

    private static void Refuse(IEnumerable<DatabaseFault> found)
    {
        var sentences = string.Join(' ', found.Select(fault => fault.Sentence));
        if (sentences.Length > 0)
        {
            throw new DatabaseException(sentences) { ExitCode = ExitCodes.DatabaseUnfit };
        }
    }

    private async Task<string> StartPrivateAsync(DatabaseUse use, CancellationToken cancel)
    {
        DataFolder.EnsureWritable(options.DataFolder);
        Private = await engine.StartPrivateAsync(options.DataFolder, use, log, cancel);
        return Private?.ConnectionString
            ?? throw new InvalidOperationException("A kind of database without a private one needs a connection string; the options are checked for that.");
    }

    private async Task ReachAsync(TimeSpan patience, CancellationToken cancel)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var begun = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var reached = await services.GetRequiredService<DbDataSource>().OpenConnectionAsync(cancel);
                return;
            }
            catch (Exception failure) when (IsUnreachable(failure))
            {
                if (time.GetElapsedTime(begun) >= patience)
                {
                    throw Unreachable(failure);
                }

                LogWaiting(tries);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
            }
        }
    }

    /// <summary>Waiting gives nobody a right.</summary>
    private bool IsUnreachable(Exception failure) => !faults.IsForbidden(failure)
        && (faults.IsOutage(failure) || failure is DbException or TimeoutException or SocketException or IOException);

    private DatabaseException Unreachable(Exception failure)
    {
        // A database of this kind says why it refuses, and a closed port has nobody behind it.
        var spoke = faults.Spoke(failure) || failure.GetBaseException() is SocketException;
        return new DatabaseException(
            $"Cannot reach {engine.Describe(Connection.ConnectionString)}: {failure.Message}"
            + (spoke ? "" : $" Something may answer there that is no {engine.Name}: {SettingsReader.EnvironmentName(DatabaseChoice.Setting)} says {options.Database}."),
            failure);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be reached yet (try {Tries}); waiting for it")]
    private partial void LogWaiting(int tries);
}
