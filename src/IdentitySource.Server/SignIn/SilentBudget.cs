using System.Threading.RateLimiting;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// How often one browser session may be asked silently (<c>prompt=none</c>) for one application in a minute. A page that renews a
/// token does so every few minutes; one that does it without end is broken, or counts on nobody counting.
/// </summary>
public sealed class SilentBudget : IDisposable
{
    /// <summary>Per minute, session and application.</summary>
    public const int Requests = 120;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
        key, static _ => new FixedWindowRateLimiterOptions { PermitLimit = Requests, Window = Window, QueueLimit = 0, AutoReplenishment = true }));

    /// <summary>False when it is spent.</summary>
    public bool Take(byte[] sessionHash, string? clientId)
    {
        using var lease = limiter.AttemptAcquire($"{Convert.ToHexString(sessionHash)} {clientId}");
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
