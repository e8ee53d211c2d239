using IdentitySource.Storage.Statements;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

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
    /// Until the context's transaction ends, whoever else takes the pool's turn waits, and then reads what this one wrote. Only those
    /// wait: people sign in meanwhile, as long as the pool's own row is not written.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public static async Task TakeTurnAsync(this IdentitySourceDb db, Guid poolId, CancellationToken cancel)
    {
        var (database, statements) = (db.GetService<Database>(), db.GetService<PoolStatements>());
        await using var statement = database.Within(db, statements.TakeTurn).With("pool", poolId);
        await statement.ExecuteAsync(cancel);
    }
}
