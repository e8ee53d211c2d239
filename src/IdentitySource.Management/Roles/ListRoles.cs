using System.Diagnostics.CodeAnalysis;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Roles;

/// <summary>The roles of a pool, by name, and how many people have each.</summary>
public sealed class ListRoles(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<ListedRole>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Roles.AsNoTracking()
            .OrderBy(role => role.NormalizedName)
            .Select(role => new ListedRole(role.Id, role.Name!, db.Set<UserRole>().Count(link => link.RoleId == role.Id)))
            .ToListAsync(cancel);
    }

    /// <summary>Some of them, after the name; of members no more than <see cref="MemberPage.MostCounted"/> and one are counted.</summary>
    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    public async Task<(IReadOnlyList<ListedRole> Roles, string? Next)> PageAsync(
        Guid poolId, string? after, CancellationToken cancel, int take = MemberPage.PageSize)
    {
        var from = after is not null && PermissionNames.IsName(after) ? LookupNames.Of(after) : null;
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var roles = db.Roles.AsNoTracking();
        var rows = await (from is null ? roles : roles.Where(role => string.Compare(role.NormalizedName, from) > 0))
            .OrderBy(role => role.NormalizedName)
            .Take(take + 1)
            .Select(role => new ListedRole(role.Id, role.Name!, db.Set<UserRole>().Where(link => link.RoleId == role.Id).Take(MemberPage.MostCounted + 1).Count()))
            .ToListAsync(cancel);
        return (rows.Take(take).ToList(), rows.Count > take ? rows[take - 1].Name : null);
    }
}

public sealed record ListedRole(Guid Id, string Name, int Members);
