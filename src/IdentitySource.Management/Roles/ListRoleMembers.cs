using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Roles;

/// <summary>A role and the people who have it.</summary>
public sealed class ListRoleMembers(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <returns>Null when the pool has no such role.</returns>
    public async Task<RoleDetail?> RunAsync(Guid poolId, string name, Guid? after, CancellationToken cancel, int take = MemberPage.PageSize)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.FindRoleAsync(name, cancel) is { } role
            ? new RoleDetail(role.Id, role.Name!, await MemberPage.ReadAsync(
                db.Set<UserRole>().Where(link => link.RoleId == role.Id).Select(link => link.UserId), db.Users, after, take, cancel))
            : null;
    }
}

public sealed record RoleDetail(Guid Id, string Name, MemberPage People);
