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

    /// <param name="called">Id, e-mail address, username or telephone number.</param>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<UserDetail?> CalledAsync(Guid poolId, string called, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await UserChange.FindAsync(db, called, cancel) is { } user ? UserDetail.Of(user) : null;
    }
}
