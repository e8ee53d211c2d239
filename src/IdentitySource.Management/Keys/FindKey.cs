using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Keys;

/// <summary>A signing key of a pool by its <c>kid</c>, whichever of its servers it belongs to and whatever became of it.</summary>
public sealed class FindKey(IDbContextFactory<IdentitySourceDb> contexts, ListKeys list)
{
    /// <returns>Null when no server of the pool has or had it, as far as is remembered.</returns>
    public async Task<FoundKey?> RunAsync(Guid poolId, string kid, CancellationToken cancel)
    {
        if (kid.Contains('\0'))
        {
            // No database stores it.
            return null;
        }

        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await db.SigningKeys.AsNoTracking().Where(row => row.Kid == kid).Select(row => new { row.ServerId, row.RevokedAt }).SingleOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var ring = (await list.OfServerAsync(poolId, row.ServerId == poolId ? null : row.ServerId.ToString("N"), cancel)).Value;
        return ring?.FirstOrDefault(key => key.Kid == kid) is { } listed ? new FoundKey(row.ServerId, listed, row.RevokedAt) : null;
    }
}

/// <param name="ServerId">The application's id, or the pool's own for the shared server.</param>
public sealed record FoundKey(Guid ServerId, ListedKey Key, DateTimeOffset? RevokedAt);
