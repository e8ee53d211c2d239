using IdentitySource.Management.Audit;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Roles;

/// <summary>Deletes a role, takes it from its people, and deletes what was allowed or forbidden to it.</summary>
public sealed class DeleteRole(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string name, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.FindRoleAsync(name, cancel) is not { } role)
        {
            return new Fault("role", "role_unknown", $"This user pool has no role '{name}'.");
        }

        // These name a subject of any kind, so no foreign key cleans them up.
        await db.PermissionRules.Where(row => row.SubjectKind == SubjectKind.Role && row.SubjectId == role.Id).ExecuteDeleteAsync(cancel);
        await db.AccessEntries.Where(row => row.SubjectKind == SubjectKind.Role && row.SubjectId == role.Id).ExecuteDeleteAsync(cancel);
        db.Roles.Remove(role);
        audit.Add(db, actor, "role_deleted", detail: new Dictionary<string, object?> { ["role"] = name, ["name"] = Changes.Of(role.Name, null) });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return role.Id;
    }
}
