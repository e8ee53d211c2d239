using System.Threading.RateLimiting;
using IdentitySource.Server.Endpoints;

namespace IdentitySource.Server.Api;

/// <summary>How many requests a key has in a minute, and a network with keys that are none. Each server counts for itself.</summary>
internal sealed class ApiBudget(ApiLimits limits) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<Guid> keys = PartitionedRateLimiter.Create<Guid, Guid>(key => RateLimitPartition.GetFixedWindowLimiter(key, _ => Options(limits.PerKey)));

    private readonly PartitionedRateLimiter<Guid> pools =
        PartitionedRateLimiter.Create<Guid, Guid>(pool => RateLimitPartition.GetFixedWindowLimiter(pool, _ => Options(limits.DearPerPool)));

    private readonly PartitionedRateLimiter<string> sources =
        PartitionedRateLimiter.Create<string, string>(source => RateLimitPartition.GetFixedWindowLimiter(source, _ => Options(limits.FailuresPerSource)));

    /// <returns>How long to wait; null when there is no need to.</returns>
    public TimeSpan? Take(Guid key)
    {
        using var lease = keys.AttemptAcquire(key);
        return Wait(lease);
    }

    /// <inheritdoc cref="Take"/>
    public TimeSpan? TakeDear(Guid pool)
    {
        using var lease = pools.AttemptAcquire(pool);
        return Wait(lease);
    }

    /// <inheritdoc cref="Take"/>
    public TimeSpan? TakeFailure(HttpContext http)
    {
        using var lease = sources.AttemptAcquire(Source.Of(http));
        return Wait(lease);
    }

    public void Dispose()
    {
        keys.Dispose();
        pools.Dispose();
        sources.Dispose();
    }

    private static TimeSpan? Wait(RateLimitLease lease) =>
        lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);

    private static FixedWindowRateLimiterOptions Options(int permits) => new() { PermitLimit = permits, Window = Window, QueueLimit = 0, AutoReplenishment = true };
}
