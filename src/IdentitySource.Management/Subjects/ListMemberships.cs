using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Subjects;

/// <summary>The groups that a person is in and the roles that they have.</summary>
public sealed class ListMemberships(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<Memberships> RunAsync(Guid poolId, Guid userId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var groups = await db.GroupMembers.AsNoTracking()
            .Where(link => link.UserId == userId)
            .Join(db.Groups, link => link.GroupId, group => group.Id, (_, group) => group)
            .OrderBy(group => group.Code)
            .Select(group => new GroupName(group.Id, group.Code, group.Name))
            .ToListAsync(cancel);
        var roles = await db.Set<UserRole>().AsNoTracking()
            .Where(link => link.UserId == userId)
            .Join(db.Roles, link => link.RoleId, role => role.Id, (_, role) => role)
            .OrderBy(role => role.NormalizedName)
            .Select(role => new RoleName(role.Id, role.Name!))
            .ToListAsync(cancel);
        return new Memberships(groups, roles);
    }
}

public sealed record Memberships(IReadOnlyList<GroupName> Groups, IReadOnlyList<RoleName> Roles);

public sealed record GroupName(Guid Id, string Code, string Name);

public sealed record RoleName(Guid Id, string Name);
