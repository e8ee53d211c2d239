using System.Collections.Frozen;
using IdentitySource.Protocol.Permissions;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>The resources of each pool, served from memory: every book of permissions of the pool refers to the same ones.</summary>
public sealed class ResourceRegistry(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, TimeProvider clock)
{
    private readonly SnapshotCache<Guid, PoolResources> pools = new(clock, (known, at) => changes.Log.IsStale(known.PoolId, null, at));

    internal async Task<PoolResources> GetAsync(Guid poolId, CancellationToken cancel)
    {
        await changes.FreshenAsync(cancel);
        return (await pools.GetAsync(poolId, changes.Log.Count, LoadAsync, cancel))!;
    }

    private async Task<PoolResources?> LoadAsync(Guid poolId)
    {
        await using var db = await contexts.ForPoolAsync(poolId, CancellationToken.None);
        var rows = await db.Resources.AsNoTracking().ToListAsync();
        var byId = rows.ToFrozenDictionary(row => row.Id, row => new Resource(row.Code, row.Actions.ToFrozenSet(StringComparer.Ordinal), row.Description));
        return new PoolResources(poolId, byId, byId.Values.ToFrozenDictionary(resource => resource.Code, StringComparer.Ordinal));
    }
}

internal sealed record PoolResources(Guid PoolId, FrozenDictionary<Guid, Resource> ById, FrozenDictionary<string, Resource> ByCode);
