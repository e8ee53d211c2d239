using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>User pools as an administrator sees them.</summary>
public sealed class DescribePool(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <returns>Null when no pool has the name.</returns>
    public async Task<PoolSummary?> FindAsync(string slug, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Summaries(db.UserPools.Where(pool => pool.Slug == slug)).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Those with the ids, by name.</summary>
    public async Task<IReadOnlyList<PoolSummary>> ListAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Summaries(db.UserPools.Where(pool => ids.Contains(pool.Id)).OrderBy(pool => pool.Name).ThenBy(pool => pool.Slug)).ToListAsync(cancel);
    }

    /// <summary>What a new pool still needs before somebody can sign in.</summary>
    public async Task<PoolProgress> ProgressAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var people = await db.Users.AnyAsync(cancel);

        // Of the counts, because the table of events has no end.
        var signedIn = people && await db.DailyCounts.AnyAsync(row => row.Measure == Measure.SignIn, cancel);
        return new PoolProgress(await db.Applications.AnyAsync(cancel), people, signedIn);
    }

    internal static IQueryable<PoolSummary> Summaries(IQueryable<UserPool> pools) =>
        pools.AsNoTracking().Select(pool => new PoolSummary(pool.Id, pool.Slug, pool.Name, pool.CreatedAt, pool.SuspendedAt));
}

/// <param name="Slug">Its name in addresses.</param>
public sealed record PoolSummary(Guid Id, string Slug, string Name, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt);

public sealed record PoolProgress(bool HasApplications, bool HasPeople, bool HasSignIns);
