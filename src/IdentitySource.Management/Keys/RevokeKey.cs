using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Keys;

/// <summary>For a key that somebody else may know: out of the key set at once, and nothing it signed is honoured any more.</summary>
public sealed class RevokeKey(IDbContextFactory<IdentitySourceDb> contexts, KeyRotation rotation, ChangeFeed changes, AuditTrail audit)
{
    public async Task<Outcome<string>> RunAsync(Actor actor, Guid poolId, string kid, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await rotation.RevokeAsync(db, poolId, kid, cancel))
        {
            return new Fault("kid", "key_unknown", $"This user pool has no living key '{kid}'.");
        }

        var serverId = await db.SigningKeys.AsNoTracking().Where(row => row.Kid == kid).Select(row => row.ServerId).SingleAsync(cancel);
        Guid? applicationId = serverId == poolId ? null : serverId;
        audit.Add(db, actor, "key_revoked", applicationId, detail: new Dictionary<string, object?> { ["kid"] = kid });
        changes.Add(db, poolId, applicationId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        changes.Note(poolId, applicationId);
        return kid;
    }
}
