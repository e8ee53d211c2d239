using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>One person of a pool.</summary>
public sealed class FindUser(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <returns>Null when the pool has nobody with the id.</returns>
    public async Task<UserDetail?> RunAsync(Guid poolId, Guid id, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancel) is { } user ? UserDetail.Of(user) : null;
    }
}
