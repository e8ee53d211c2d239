using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>A group and the people in it.</summary>
public sealed class ListGroupMembers(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <returns>Null when the pool has no such group.</returns>
    public async Task<GroupDetail?> RunAsync(Guid poolId, string code, Guid? after, CancellationToken cancel, int take = MemberPage.PageSize)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.FindGroupAsync(code, cancel) is { } group
            ? new GroupDetail(group.Id, group.Code, group.Name, await MemberPage.ReadAsync(
                db.GroupMembers.Where(link => link.GroupId == group.Id).Select(link => link.UserId), db.Users, after, take, cancel))
            : null;
    }
}

public sealed record GroupDetail(Guid Id, string Code, string Name, MemberPage People);
