using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>
/// The rules of a person, their roles and their groups. Read anew each time: it happens beside pages and refreshes, and a right that
/// was taken away must be gone.
/// </summary>
public sealed class PersonPermissions(IDbContextFactory<IdentitySourceDb> contexts, ResourceRegistry resources) : IPersonPermissions
{
    public async Task<PermissionBook> FindAsync(Guid poolId, Guid subjectId, CancellationToken cancel)
    {
        var known = await resources.GetAsync(poolId, cancel);
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var roles = db.Set<UserRole>().Where(link => link.UserId == subjectId).Select(link => link.RoleId);
        var groups = db.GroupMembers.Where(link => link.UserId == subjectId).Select(link => link.GroupId);
        return await PermissionReader.ReadAsync(
            db.PermissionRules.Where(rule =>
                (rule.SubjectKind == SubjectKind.User && rule.SubjectId == subjectId)
                || (rule.SubjectKind == SubjectKind.Role && roles.Contains(rule.SubjectId))
                || (rule.SubjectKind == SubjectKind.Group && groups.Contains(rule.SubjectId))),
            known,
            cancel);
    }
}
