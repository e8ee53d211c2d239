using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>Takes a rule away.</summary>
public sealed class DeleteRule(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    /// <param name="rule">The rule's id.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string rule, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (!Guid.TryParseExact(rule, "N", out var id) || await db.PermissionRules.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
        {
            return Unknown(rule);
        }

        var resource = await db.Resources.Where(each => each.Id == row.ResourceId).Select(each => each.Code).SingleAsync(cancel);
        db.PermissionRules.Remove(row);
        var told = await db.NoteRuleAsync(changes, row, cancel);
        audit.Add(db, actor, "rule_deleted", told, row.SubjectKind == SubjectKind.User ? row.SubjectId : null, AddRule.Detail(row, resource));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Unknown(rule);
        }

        if (told is { } application)
        {
            changes.Note(poolId, application);
        }

        return id;
    }

    private static Fault Unknown(string rule) => new("rule", "rule_unknown", $"This user pool has no rule '{rule}'.");
}
