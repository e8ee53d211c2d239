using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>What a user pool is set to.</summary>
public sealed class ShowPool(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<PoolState> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return PoolState.Of(await db.UserPools.AsNoTracking().SingleAsync(row => row.Id == poolId, cancel));
    }
}
