using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>
/// Programmatic access accounts with their rules, served from memory. A change of an account or of its rules is noted as one of its
/// application, a change of a resource as one of the pool.
/// </summary>
public sealed class AccessKeyRegistry(
    IDbContextFactory<IdentitySourceDb> contexts, ResourceRegistry resources, UsedAccessKeys used, ChangeFeed changes, TimeProvider clock) : IAccessKeyRegistry
{
    private readonly SnapshotCache<(Guid PoolId, Guid Id), AccessKey> keys =
        new(clock, (known, at) => changes.Log.IsStale(known.PoolId, known.ApplicationId, at));

    public async ValueTask<AccessKey?> FindAsync(Guid poolId, string accessKeyId, CancellationToken cancel)
    {
        // Compared as it is published, like every client_id: in lower case and with nothing around it.
        if (accessKeyId.Length != 32 || !Guid.TryParseExact(accessKeyId, "N", out var id) || accessKeyId.AsSpan().ContainsAnyInRange('A', 'F'))
        {
            return null;
        }

        await changes.FreshenAsync(cancel);
        return await keys.GetAsync((poolId, id), changes.Log.Count, LoadAsync, cancel);
    }

    public void NoteUse(AccessKey key, DateTimeOffset now) => used.Note(key.PoolId, key.Id, now);

    private async Task<AccessKey?> LoadAsync((Guid PoolId, Guid Id) name)
    {
        var known = await resources.GetAsync(name.PoolId, CancellationToken.None);
        await using var db = await contexts.ForPoolAsync(name.PoolId, CancellationToken.None);
        if (await db.AccessKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == name.Id) is not { } row)
        {
            return null;
        }

        var speaking = db.PermissionRules.Where(rule => rule.SubjectKind == SubjectKind.AccessKey && rule.SubjectId == row.Id);
        return new AccessKey
        {
            Id = row.Id,
            PoolId = row.PoolId,
            ApplicationId = row.ApplicationId,
            SecretHash = row.SecretHash,
            Enabled = row.Enabled,
            TokenLifetime = TimeSpan.FromSeconds(row.TokenLifetime),
            Permissions = await PermissionReader.ReadAsync(speaking, known, CancellationToken.None),
        };
    }
}
