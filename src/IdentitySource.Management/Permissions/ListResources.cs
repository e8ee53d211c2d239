using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>The resources of a pool, by code.</summary>
public sealed class ListResources(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<ListedResource>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Resources.AsNoTracking()
            .OrderBy(row => row.Code)
            .Select(row => new ListedResource(row.Id, row.Code, row.Type, row.Description, row.Actions, row.CreatedAt))
            .ToListAsync(cancel);
    }
}

public sealed record ListedResource(Guid Id, string Code, ResourceType Type, string? Description, IReadOnlyList<string> Actions, DateTimeOffset CreatedAt);
