using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.AccessKeys;

/// <summary>How every change of a programmatic access account is made: in one transaction with its audit entry, told to all servers.</summary>
public sealed class AccessKeyChange(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    /// <param name="accessKey">The AK.</param>
    /// <param name="change">Alters or removes the row.</param>
    /// <param name="detail">For the audit entry, beside the AK.</param>
    internal async Task<Outcome<T>> RunAsync<T>(
        Actor actor, Guid poolId, string accessKey, string kind, Func<IdentitySourceDb, AccessKeyRow, Task<T>> change, CancellationToken cancel,
        IReadOnlyDictionary<string, object?>? detail = null)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await FindAsync(db, accessKey, cancel) is not { } row)
        {
            return Unknown(accessKey);
        }

        var result = await change(db, row);
        if (!db.ChangeTracker.HasChanges())
        {
            // It is so already: no act to remember.
            return result;
        }

        changes.Add(db, poolId, row.ApplicationId);
        audit.Add(db, actor, kind, row.ApplicationId, detail: new Dictionary<string, object?>(detail ?? new Dictionary<string, object?>()) { ["access_key"] = row.Id.ToString("N") });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Deleted meanwhile: there is nothing left to change.
            return Unknown(accessKey);
        }

        await transaction.CommitAsync(cancel);
        changes.Note(poolId, row.ApplicationId);
        return result;
    }

    internal static Task<AccessKeyRow?> FindAsync(IdentitySourceDb db, string accessKey, CancellationToken cancel) =>
        Guid.TryParseExact(accessKey, "N", out var id) ? db.AccessKeys.SingleOrDefaultAsync(row => row.Id == id, cancel) : Task.FromResult<AccessKeyRow?>(null);

    internal static Fault Unknown(string accessKey) =>
        new("access_key", "access_key_unknown", $"This user pool has no programmatic access account '{accessKey}'.");
}
