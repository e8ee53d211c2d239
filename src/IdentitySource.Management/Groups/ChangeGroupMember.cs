using IdentitySource.Management.Subjects;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>Puts a person into a group, or takes them out of it.</summary>
public sealed class ChangeGroupMember(Membership membership)
{
    /// <param name="group">Its code.</param>
    /// <returns>Whether anything changed: a member that is added again stays one.</returns>
    public Task<Outcome<bool>> RunAsync(Actor actor, Guid poolId, string group, string user, bool isMember, CancellationToken cancel) =>
        membership.RunAsync(
            new MembershipChange(actor, poolId, new SubjectName(SubjectKind.Group, group), user, isMember ? "group_member_added" : "group_member_removed"),
            async (db, groupId, userId) =>
            {
                var present = await db.GroupMembers.SingleOrDefaultAsync(link => link.GroupId == groupId && link.UserId == userId, cancel);
                if (isMember && present is null)
                {
                    db.GroupMembers.Add(new GroupMember { PoolId = poolId, UserId = userId, GroupId = groupId });
                }
                else if (!isMember && present is not null)
                {
                    db.GroupMembers.Remove(present);
                }

                return isMember != present is not null;
            },
            cancel);
}
