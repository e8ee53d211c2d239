using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>The user pools of the deployment, by their names in addresses. For operators.</summary>
public sealed class ListPools(IDbContextFactory<IdentitySourceDb> contexts)
{
    private const int PageSize = 50;

    /// <param name="search">The beginning of the name or of the name in addresses; null for all.</param>
    /// <param name="after">The last one of the page before.</param>
    public async Task<PoolPage> RunAsync(string? search, string? after, CancellationToken cancel, int take = PageSize)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var pools = db.UserPools.AsQueryable();
        if (search?.Trim().ToLowerInvariant() is { Length: > 0 } start)
        {
#pragma warning disable CA1304, CA1311, CA1862 // The database compares.
            pools = pools.Where(pool => pool.Slug.StartsWith(start) || pool.Name.ToLower().StartsWith(start));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (after is not null)
        {
#pragma warning disable CA1309 // The database compares, in the order that it sorts by.
            pools = pools.Where(pool => string.Compare(pool.Slug, after) > 0);
#pragma warning restore CA1309
        }

        var page = await DescribePool.Summaries(pools.OrderBy(pool => pool.Slug)).Take(take + 1).ToListAsync(cancel);
        return page.Count > take ? new PoolPage(page[..take], page[take - 1].Slug) : new PoolPage(page, null);
    }
}

/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record PoolPage(IReadOnlyList<PoolSummary> Pools, string? Next);
