using System.Threading.RateLimiting;
using IdentitySource.Server.Endpoints;

namespace IdentitySource.Server.Events;

/// <summary>
/// How many failures of one network become rows in a minute. A stranger who only fails must not fill the disk, nor the journal
/// that everybody's events go through; what is over the quota stands in the log alone.
/// </summary>
public sealed partial class FailureQuota(ILogger<FailureQuota> log) : IDisposable
{
    public const int Most = 200;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> rows = Limiter(Most);

    private readonly PartitionedRateLimiter<string> warnings = Limiter(1);

    /// <summary>False when this failure is to become no row; the first one each minute says so in the log.</summary>
    public bool Take(HttpContext http)
    {
        var source = Source.Of(http);
        using var row = rows.AttemptAcquire(source);
        if (!row.IsAcquired)
        {
            using var warning = warnings.AttemptAcquire(source);
            if (warning.IsAcquired)
            {
                LogSpent(source, Most);
            }
        }

        return row.IsAcquired;
    }

    public void Dispose()
    {
        rows.Dispose();
        warnings.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window, QueueLimit = 0, AutoReplenishment = true }));

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Source} fails more than {Most} times a minute; the rest stands in this log alone")]
    private partial void LogSpent(string source, int most);
}
