using IdentitySource.Management.Audit;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>Gives a group another name. Its code stays: applications and rules know it by that.</summary>
public sealed class RenameGroup(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    /// <param name="before">The name that was looked at; with another one, somebody was quicker.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string code, string? before, string? name, CancellationToken cancel)
    {
        if (LookupNames.Composed(name) is not { Length: > 0 and <= 200 } shown || !LookupNames.IsPlain(shown))
        {
            return new Fault("name", "group_name_malformed", "A group's name has 200 visible characters at most.");
        }

        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.FindGroupAsync(code, cancel) is not { } group)
        {
            return new Fault("group", "group_unknown", $"This user pool has no group '{code}'.");
        }

        if (before is not null && before != group.Name)
        {
            return new Fault("name", "changed_meanwhile", "Somebody else renamed the group at the same time.");
        }

        audit.Add(db, actor, "group_renamed", detail: new Dictionary<string, object?> { ["group"] = code, ["name"] = Changes.Of(group.Name, shown) });
        group.Name = shown;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return group.Id;
    }
}
