using IdentitySource.Management.Events;
using IdentitySource.Management.Setup;
using IdentitySource.Management.UserPools;

namespace IdentitySource.Management.Statistics;

/// <summary>Where a user pool stands, in a handful of short statements: none of them grows with people or events.</summary>
public sealed class ReadOverview(DescribePool pools, ReadStatistics statistics, ReadTotals totals, ListEvents events, FindDemo demo)
{
    private const int Days = 30;

    private const int LatestRefusals = 5;

    public async Task<PoolOverview> RunAsync(Guid poolId, CancellationToken cancel) => new(
        await pools.ProgressAsync(poolId, cancel),
        await statistics.RunAsync(poolId, Days, cancel),
        await totals.RunAsync(poolId, cancel),
        (await events.RunAsync(new EventQuery { PoolId = poolId, Success = false, Size = LatestRefusals }, cancel)).Events,
        await demo.StandsAsync(poolId, cancel));
}

/// <param name="Refusals">The latest.</param>
/// <param name="HasDemo">The demonstration is in this pool.</param>
public sealed record PoolOverview(PoolProgress Progress, PoolStatistics Statistics, PoolTotals Totals, IReadOnlyList<ListedEvent> Refusals, bool HasDemo);
