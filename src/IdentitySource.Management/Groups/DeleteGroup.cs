using IdentitySource.Management.Audit;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>Deletes a group, its memberships and what was allowed or forbidden to it. Its people stay.</summary>
public sealed class DeleteGroup(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string code, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.FindGroupAsync(code, cancel) is not { } group)
        {
            return new Fault("group", "group_unknown", $"This user pool has no group '{code}'.");
        }

        // These name a subject of any kind, so no foreign key cleans them up.
        await db.PermissionRules.Where(row => row.SubjectKind == SubjectKind.Group && row.SubjectId == group.Id).ExecuteDeleteAsync(cancel);
        await db.AccessEntries.Where(row => row.SubjectKind == SubjectKind.Group && row.SubjectId == group.Id).ExecuteDeleteAsync(cancel);
        db.Groups.Remove(group);
        audit.Add(db, actor, "group_deleted", detail: new Dictionary<string, object?> { ["group"] = code, ["name"] = Changes.Of(group.Name, null) });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return group.Id;
    }
}
