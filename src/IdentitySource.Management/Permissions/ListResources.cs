using System.Diagnostics.CodeAnalysis;
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

    /// <returns>Null when there is none of this code.</returns>
    public async Task<ListedResource?> FindAsync(Guid poolId, string code, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Resources.AsNoTracking()
            .Where(row => row.Code == code)
            .Select(row => new ListedResource(row.Id, row.Code, row.Type, row.Description, row.Actions, row.CreatedAt))
            .SingleOrDefaultAsync(cancel);
    }

    /// <param name="after">The code of the last one of the page before.</param>
    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    public async Task<Paged<ListedResource>> PageAsync(Guid poolId, string? after, int take, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var resources = db.Resources.AsNoTracking();
        var rows = await (after is null ? resources : resources.Where(row => string.Compare(row.Code, after) > 0))
            .OrderBy(row => row.Code)
            .Take(take + 1)
            .Select(row => new ListedResource(row.Id, row.Code, row.Type, row.Description, row.Actions, row.CreatedAt))
            .ToListAsync(cancel);
        return Paged<ListedResource>.Of(rows, take, row => row.Code);
    }
}

public sealed record ListedResource(Guid Id, string Code, ResourceType Type, string? Description, IReadOnlyList<string> Actions, DateTimeOffset CreatedAt)
{
    /// <summary>What a form hands back, so that a change by somebody else is noticed: all that can be changed, as it was.</summary>
    public string Version => VersionOf(Type, Description, Actions);

    internal static string VersionOf(ResourceType type, string? description, IEnumerable<string> actions) => $"{type} {string.Join(',', actions)} {description}";
}
