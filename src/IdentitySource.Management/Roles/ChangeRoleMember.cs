using IdentitySource.Management.Subjects;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Roles;

/// <summary>Gives a person a role, or takes it from them.</summary>
public sealed class ChangeRoleMember(Membership membership)
{
    /// <param name="role">Its name.</param>
    /// <returns>Whether anything changed.</returns>
    public Task<Outcome<bool>> RunAsync(Actor actor, Guid poolId, string role, string user, bool isMember, CancellationToken cancel) =>
        membership.RunAsync(
            new MembershipChange(actor, poolId, new SubjectName(SubjectKind.Role, role), user, isMember ? "role_member_added" : "role_member_removed"),
            async (db, roleId, userId) =>
            {
                var present = await db.Set<UserRole>().SingleOrDefaultAsync(link => link.RoleId == roleId && link.UserId == userId, cancel);
                if (isMember && present is null)
                {
                    db.Set<UserRole>().Add(new UserRole { PoolId = poolId, UserId = userId, RoleId = roleId });
                }
                else if (!isMember && present is not null)
                {
                    db.Set<UserRole>().Remove(present);
                }

                return isMember != present is not null;
            },
            cancel);
}
