using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>Deletes a resource with all rules about it: nobody may do anything with it from then on.</summary>
public sealed class DeleteResource(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string code, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await db.Resources.SingleOrDefaultAsync(row => row.Code == code, cancel) is not { } row)
        {
            return Unknown(code);
        }

        db.Resources.Remove(row);
        changes.Add(db, poolId, applicationId: null);
        audit.Add(db, actor, "resource_deleted", detail: new Dictionary<string, object?> { ["resource"] = row.Code });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Unknown(code);
        }

        changes.Note(poolId, applicationId: null);
        return row.Id;
    }

    internal static Fault Unknown(string code) => new("resource", "resource_unknown", $"This user pool has no resource '{code}'.") { Values = [code] };
}
