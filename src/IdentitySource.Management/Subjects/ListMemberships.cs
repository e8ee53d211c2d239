using System.Diagnostics.CodeAnalysis;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
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

    /// <summary>Some of the groups, by code.</summary>
    /// <param name="after">The code of the last one of the page before.</param>
    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    public async Task<Paged<GroupName>> GroupsAsync(Guid poolId, Guid userId, string? after, int take, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var groups = db.GroupMembers.AsNoTracking().Where(link => link.UserId == userId).Join(db.Groups, link => link.GroupId, group => group.Id, (_, group) => group);
        var rows = await (after is null ? groups : groups.Where(group => string.Compare(group.Code, after) > 0))
            .OrderBy(group => group.Code)
            .Take(take + 1)
            .Select(group => new GroupName(group.Id, group.Code, group.Name))
            .ToListAsync(cancel);
        return Paged<GroupName>.Of(rows, take, group => group.Code);
    }

    /// <summary>Some of the roles, by name.</summary>
    /// <param name="after">The name of the last one of the page before.</param>
    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    public async Task<Paged<RoleName>> RolesAsync(Guid poolId, Guid userId, string? after, int take, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var from = after is null ? null : LookupNames.Of(after);
        var roles = db.Set<UserRole>().AsNoTracking().Where(link => link.UserId == userId).Join(db.Roles, link => link.RoleId, role => role.Id, (_, role) => role);
        var rows = await (from is null ? roles : roles.Where(role => string.Compare(role.NormalizedName, from) > 0))
            .OrderBy(role => role.NormalizedName)
            .Take(take + 1)
            .Select(role => new RoleName(role.Id, role.Name!))
            .ToListAsync(cancel);
        return Paged<RoleName>.Of(rows, take, role => role.Name);
    }
}

public sealed record Memberships(IReadOnlyList<GroupName> Groups, IReadOnlyList<RoleName> Roles);

public sealed record GroupName(Guid Id, string Code, string Name);

public sealed record RoleName(Guid Id, string Name);
