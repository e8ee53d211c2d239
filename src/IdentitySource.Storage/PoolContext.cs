using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

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

    /// <summary>A statement within the context's transaction: done with it, undone with it, and never repeated alone.</summary>
    internal static DbCommand Command(this IdentitySourceDb db, string sql)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction to be part of.");
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = sql;
        return command;
    }
}
