using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.ApiKeys;

/// <summary>The key that a request shows. It is looked up anew each time: one that was revoked is not good for another second.</summary>
public sealed class FindApiKey(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, TimeProvider clock)
{
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(1);

    /// <param name="shown">What the request says is a key; any text.</param>
    /// <returns>Null when it is none, or its user pool is suspended.</returns>
    public async Task<ApiKey?> RunAsync(string shown, CancellationToken cancel)
    {
        var (hash, now) = (new TokenHandle(shown).Hash(), clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // The one place that asks in all pools: which one it is, only the key knows.
        var found = await db.ApiKeys.IgnoreQueryFilters([IdentitySourceDb.PoolFilter]).AsNoTracking()
            .Where(row => row.Hash == hash && db.UserPools.Any(pool => pool.Id == row.PoolId && pool.SuspendedAt == null))
            .FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        if (found.ExpiresAt > now && !(found.LastUsedAt > now - Coarse))
        {
            await db.ApiKeys.IgnoreQueryFilters([IdentitySourceDb.PoolFilter]).Where(row => row.PoolId == found.PoolId && row.Id == found.Id)
                .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.LastUsedAt, now), cancel);
        }

        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        return new ApiKey(found.PoolId, found.Id, found.Name, found.Scopes)
        {
            IsOver = found.ExpiresAt <= now,
            OfOperators = found.PoolId == operators,
        };
    }
}

/// <summary>A key that was shown.</summary>
public sealed record ApiKey(Guid PoolId, Guid Id, string Name, IReadOnlyList<string> Scopes)
{
    /// <summary>It has expired.</summary>
    public bool IsOver { get; init; }

    public bool OfOperators { get; init; }

    /// <summary>A scope about the deployment counts only in the operators' pool, whatever a row says.</summary>
    public bool Allows(string scope) => Scopes.Contains(scope) && (OfOperators || ApiScopes.Find(scope) is { OfOperators: false });
}
