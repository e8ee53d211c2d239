using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>Takes away what <see cref="AddDemo"/> made, and everything that hangs on it.</summary>
public sealed class RemoveDemo(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    /// <returns>How many applications and people went.</returns>
    public async Task<Outcome<int>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var poolId = db.PoolId = await db.UserPools.Where(pool => pool.Slug == UserPool.DefaultSlug).Select(pool => pool.Id).SingleAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        var deployment = await db.Deployment.SingleAsync(cancel);
        if (deployment.DemoIds.Count == 0)
        {
            return new Fault("demo", "demo_missing", "There is no demonstration data.");
        }

        var ids = deployment.DemoIds;
        await DemoHistory.RemoveAsync(db, ids, cancel);
        await db.PermissionRules
            .Where(rule => ids.Contains(rule.SubjectId) || db.AccessKeys.Any(key => key.Id == rule.SubjectId && ids.Contains(key.ApplicationId)))
            .ExecuteDeleteAsync(cancel);
        await db.Resources.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancel);
        var gone = await db.Applications.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancel);
        gone += await db.Users.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancel);
        await db.SigningKeys.Where(row => ids.Contains(row.ServerId)).ExecuteDeleteAsync(cancel);
        deployment.DemoIds = [];
        ids.ForEach(id => changes.Add(db, poolId, id));
        changes.Add(db, poolId, applicationId: null);
        audit.Add(db, actor, "demo_removed");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        ids.ForEach(id => changes.Note(poolId, id));
        changes.Note(poolId, applicationId: null);
        return gone;
    }
}
