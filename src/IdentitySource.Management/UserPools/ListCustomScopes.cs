using IdentitySource.Protocol.Claims;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>The scopes of a user pool's own, oldest first.</summary>
public sealed class ListCustomScopes(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<CustomScope>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.UserPools.Where(pool => pool.Id == poolId).Select(pool => pool.CustomScopes).SingleAsync(cancel);
    }
}
