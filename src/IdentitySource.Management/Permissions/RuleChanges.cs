using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

internal static class RuleChanges
{
    /// <summary>
    /// Only the rules of programmatic access accounts are kept in memory: what the change feed is told is the account's application.
    /// Rules about people are read anew whenever they count.
    /// </summary>
    /// <returns>The application to be noted after the commit, or null.</returns>
    public static async Task<Guid?> NoteRuleAsync(this IdentitySourceDb db, ChangeFeed changes, PermissionRuleRow rule, CancellationToken cancel)
    {
        if (rule.SubjectKind != SubjectKind.AccessKey)
        {
            return null;
        }

        var application = await db.AccessKeys.Where(key => key.Id == rule.SubjectId).Select(key => (Guid?)key.ApplicationId).SingleOrDefaultAsync(cancel);
        if (application is { } id)
        {
            changes.Add(db, rule.PoolId, id);
        }

        return application;
    }
}
