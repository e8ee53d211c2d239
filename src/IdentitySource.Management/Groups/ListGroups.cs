using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>The groups of a pool, by code, and how many people are in each.</summary>
public sealed class ListGroups(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<ListedGroup>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Groups.AsNoTracking()
            .OrderBy(group => group.Code)
            .Select(group => new ListedGroup(group.Id, group.Code, group.Name, db.GroupMembers.Count(link => link.GroupId == group.Id)))
            .ToListAsync(cancel);
    }
}

public sealed record ListedGroup(Guid Id, string Code, string Name, int Members);
