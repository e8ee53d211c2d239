using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>How every change of a pool's settings is made: one at a time, written with its audit entry, told to all servers.</summary>
public sealed class UserPoolChange(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    /// <param name="detail">For the audit entry; <paramref name="change"/> may still add to it.</param>
    /// <param name="change">Alters the row; what it finds wrong is answered and nothing is written.</param>
    internal async Task<Outcome<TResult>> RunAsync<TResult>(
        Actor actor, Guid poolId, string kind, IReadOnlyDictionary<string, object?> detail,
        Func<IdentitySourceDb, UserPool, Task<Outcome<TResult>>> change, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        var outcome = await change(db, await db.UserPools.SingleAsync(pool => pool.Id == poolId, cancel));
        if (outcome.Refused(out _, out _))
        {
            return outcome;
        }

        if (!db.ChangeTracker.HasChanges())
        {
            // It is so already: nothing to write, and no act to remember.
            return outcome;
        }

        // Nothing but the pool itself: every application of it is read anew.
        changes.Add(db, poolId, applicationId: null);
        audit.Add(db, actor, kind, detail: detail);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        changes.Note(poolId, applicationId: null);
        return outcome;
    }
}
