using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Ports;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Statistics;

/// <summary>How much there is in a pool. People are counted up to a number; beyond it the database estimates, because a count reads them all.</summary>
public sealed class ReadTotals(IDbContextFactory<IdentitySourceDb> contexts, IRowEstimates estimates)
{
    public const int CountedUsers = 10_000;

    public async Task<PoolTotals> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var counted = await db.UserPools.Where(pool => pool.Id == poolId)
            .Select(_ => new
            {
                Applications = db.Applications.Count(),
                Users = db.Users.Select(row => row.Id).Take(CountedUsers + 1).Count(),
                Newest = db.Applications.Where(row => row.Type != ApplicationType.Machine).OrderByDescending(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefault(),
            })
            .SingleAsync(cancel);
        PoolTotals totals = new(counted.Applications, counted.Users) { NewestClientId = counted.Newest?.ToString("N") };
        return counted.Users <= CountedUsers
            ? totals
            : totals with { Users = Math.Max(counted.Users, await estimates.UsersAsync(poolId, cancel)), UsersAreEstimated = true };
    }
}

public sealed record PoolTotals(int Applications, long Users)
{
    /// <summary>There are more than are counted; the number is the database's own estimate.</summary>
    public bool UsersAreEstimated { get; init; }

    /// <summary>Of the latest application that people sign in to; null where there is none.</summary>
    public string? NewestClientId { get; init; }
}
