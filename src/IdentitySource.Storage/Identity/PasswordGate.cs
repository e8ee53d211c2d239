using System.Threading.RateLimiting;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// As many password hashes at once as there are cores, and a bounded queue: a hash costs a core for tens of milliseconds, and a
/// storm of sign-ins, or of new passwords, must not starve the tokens of everybody else.
/// </summary>
public sealed class PasswordGate : IDisposable
{
    private const int Queue = 64;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>A lease that must be disposed after the hash; not acquired when the queue is full.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancel) => limiter.AcquireAsync(1, cancel);

    public void Dispose() => limiter.Dispose();
}
