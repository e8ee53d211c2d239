using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.ApiKeys;

/// <summary>Takes a key of the management API away: its next request is refused. What is left is the trail.</summary>
public sealed class RevokeApiKey(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    /// <param name="key">Its id, as the list shows it.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string? key, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (!Guid.TryParseExact(key, "N", out var id) || await db.ApiKeys.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
        {
            return Unknown;
        }

        db.ApiKeys.Remove(row);
        audit.Add(db, actor, "api_key_revoked", detail: new Dictionary<string, object?> { ["api_key"] = row.Id.ToString("N"), ["name"] = row.Name });
        try
        {
            await db.SaveChangesAsync(cancel);
            return id;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else was quicker.
            return Unknown;
        }
    }

    private static Fault Unknown { get; } = new("api_key", "api_key_unknown", "This user pool has no such API key any more.");
}
