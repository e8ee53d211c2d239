using System.Collections.Frozen;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>
/// Authorization servers and the origins of pools, served from memory. While the database is away, what is in memory is served on.
/// </summary>
public sealed class SnapshotStore(
    IDbContextFactory<IdentitySourceDb> contexts, SigningKeyStore keys, ApplicationSecrets secrets, ChangeFeed changes, TimeProvider clock)
{
    private readonly SnapshotCache<string, ServerSnapshot> applicationServers = new(clock, (known, at) => IsStale(changes, known, at));

    private readonly SnapshotCache<string, ServerSnapshot> poolServers = new(clock, (known, at) => IsStale(changes, known, at));

    private readonly SnapshotCache<Guid, PoolOrigins> origins = new(clock, (known, at) => changes.Log.IsAnyStale(known.PoolId, at));

    /// <summary>The server of one application, by its address. Null when there is none, or its pool is suspended.</summary>
    public async ValueTask<ServerSnapshot?> FindApplicationServerAsync(string address, CancellationToken cancel)
    {
        await changes.FreshenAsync(cancel);
        return await applicationServers.GetAsync(address, changes.Log.Count, LoadApplicationServerAsync, cancel);
    }

    /// <summary>The shared server of a pool. Null when there is none, or it is suspended.</summary>
    public async ValueTask<ServerSnapshot?> FindPoolServerAsync(string slug, CancellationToken cancel)
    {
        await changes.FreshenAsync(cancel);
        return await poolServers.GetAsync(slug, changes.Log.Count, LoadPoolServerAsync, cancel);
    }

    /// <summary>Whether any enabled application of the pool has this origin: for answers that no application is named in.</summary>
    public async ValueTask<bool> PoolAllowsOriginAsync(Guid poolId, string origin, CancellationToken cancel)
    {
        await changes.FreshenAsync(cancel);
        return await origins.GetAsync(poolId, changes.Log.Count, LoadOriginsAsync, cancel) is { } known && known.All.Contains(origin);
    }

    private static bool IsStale(ChangeFeed changes, ServerSnapshot known, long at) =>
        changes.Log.IsStale(known.PoolId, known.Application?.Id, at);

    private async Task<ServerSnapshot?> LoadApplicationServerAsync(string address)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var found = await db.Applications.IgnoreQueryFilters().AsNoTracking()
            .Where(application => application.Address == address)
            .Join(db.UserPools.Where(pool => pool.SuspendedAt == null), application => application.PoolId, pool => pool.Id, (row, pool) => new { Row = row, pool.CustomScopes, pool.SingleSignOn })
            .SingleOrDefaultAsync();
        return found is null ? null : new ServerSnapshot(
            found.Row.PoolId, found.Row.Id, found.Row.ToApplication(secrets), CustomScopes.Of(found.CustomScopes),
            await keys.LoadAsync(found.Row.PoolId, found.Row.Id, CancellationToken.None), found.SingleSignOn);
    }

    private async Task<ServerSnapshot?> LoadPoolServerAsync(string slug)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var pool = await db.UserPools.AsNoTracking().SingleOrDefaultAsync(row => row.Slug == slug && row.SuspendedAt == null);
        return pool is null
            ? null
            : new ServerSnapshot(
                pool.Id, pool.Id, Application: null, CustomScopes.Of(pool.CustomScopes), await keys.LoadAsync(pool.Id, pool.Id, CancellationToken.None), pool.SingleSignOn);
    }

    private async Task<PoolOrigins?> LoadOriginsAsync(Guid poolId)
    {
        await using var db = await contexts.ForPoolAsync(poolId, CancellationToken.None);
        var lists = await db.Applications.AsNoTracking()
            .Where(row => row.Enabled)
            .Select(row => new { row.RedirectUris, row.AllowedOrigins })
            .ToListAsync();
        return new PoolOrigins(poolId, lists
            .SelectMany(row => row.RedirectUris.Select(Origins.Of).OfType<string>().Concat(row.AllowedOrigins))
            .ToFrozenSet(StringComparer.Ordinal));
    }

    private sealed record PoolOrigins(Guid PoolId, FrozenSet<string> All);
}
