using System.Data.Common;
using System.Security.Cryptography;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage;

/// <summary>Whether a database can be served from: it answers, its schema has every step that this program knows, its keys open with our master key.</summary>
public sealed class DeploymentState(IDbContextFactory<IdentitySourceDb> contexts, MasterKey master, SnapshotStore snapshots, IDatabaseFaults faults)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is missing in one word, because anybody may ask; null when nothing is.</summary>
    public async Task<string?> FindFaultAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(patience.Token);
            return !await HasSchemaAsync(db, patience.Token) ? "schema"
                : !await HasKeysAsync(db, patience.Token) ? "keys"
                : null;
        }
        catch (Exception failure) when (failure is OperationCanceledException or DbException || faults.IsOutage(failure))
        {
            return "database";
        }
    }

    /// <summary>A step that we do not know is no fault: a newer server made it, and this one serves until it is replaced.</summary>
    private static async Task<bool> HasSchemaAsync(IdentitySourceDb db, CancellationToken cancel) =>
        !db.Database.GetMigrations().Except(await db.Database.GetAppliedMigrationsAsync(cancel), StringComparer.Ordinal).Any();

    private async Task<bool> HasKeysAsync(IdentitySourceDb db, CancellationToken cancel)
    {
        try
        {
            // The ring of the first pool stands for all; a pool that is suspended has none to show.
            return await MasterKeyCheck.IsOwnAsync(db, master, cancel)
                && await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, cancel) is not { Keys.Keys.Count: 0 };
        }
        catch (Exception failure) when (failure is CryptographicException or MasterKeyException)
        {
            return false;
        }
    }
}
