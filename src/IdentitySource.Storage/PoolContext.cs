using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage;

/// <summary>How a context comes to work for a pool, and how writers of one pool take turns.</summary>
public static class PoolContext
{
    public static async Task<IdentitySourceDb> ForPoolAsync(
        this IDbContextFactory<IdentitySourceDb> contexts, Guid poolId, CancellationToken cancel)
    {
        var db = await contexts.CreateDbContextAsync(cancel);
        db.PoolId = poolId;
        return db;
    }

    /// <summary>
    /// Holds the pool's row until the transaction ends: who comes second waits, and then reads what the first one wrote. An update
    /// that changes nothing says this in every database's dialect, and does not stand in the way of rows that refer to the pool.
    /// </summary>
    public static Task TakeTurnAsync(this IdentitySourceDb db, Guid poolId, CancellationToken cancel) =>
        db.UserPools.Where(pool => pool.Id == poolId)
            .ExecuteUpdateAsync(pools => pools.SetProperty(pool => pool.Name, pool => pool.Name), cancel);
}
