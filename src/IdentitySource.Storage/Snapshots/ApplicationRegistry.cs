using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>The applications behind the protocol's port, served from memory.</summary>
public sealed class ApplicationRegistry(
    IDbContextFactory<IdentitySourceDb> contexts, ApplicationSecrets secrets, ChangeFeed changes, TimeProvider clock) : IApplicationRegistry
{
    private readonly SnapshotCache<(Guid PoolId, Guid Id), Application> applications =
        new(clock, (known, at) => changes.Log.IsStale(known.PoolId, known.Id, at));

    public async ValueTask<Application?> FindAsync(Guid poolId, string clientId, CancellationToken cancel)
    {
        // A client_id is compared as it is published: Guid's parser would also take upper case and spaces around it.
        if (clientId.Length != 32 || !Guid.TryParseExact(clientId, "N", out var id) || clientId.AsSpan().ContainsAnyInRange('A', 'F'))
        {
            return null;
        }

        await changes.FreshenAsync(cancel);
        return await applications.GetAsync((poolId, id), changes.Log.Count, LoadAsync, cancel);
    }

    private async Task<Application?> LoadAsync((Guid PoolId, Guid Id) key)
    {
        await using var db = await contexts.ForPoolAsync(key.PoolId, CancellationToken.None);
        var row = await db.Applications.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == key.Id && db.UserPools.Any(pool => pool.Id == row.PoolId && pool.SuspendedAt == null));
        return row?.ToApplication(secrets);
    }
}
