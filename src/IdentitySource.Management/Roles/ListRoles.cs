using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
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
}

public sealed record ListedRole(Guid Id, string Name, int Members);
