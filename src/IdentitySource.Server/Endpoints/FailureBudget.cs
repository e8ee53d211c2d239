using System.Threading.RateLimiting;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.ClientAuthentication.Methods;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Server.Endpoints;

/// <summary>
/// How many failed proofs one network may offer in a minute, for one application and in all. It is asked only about a failure:
/// anybody can name an application, and must not use up what its right secret or code needs. Those have 256 bits, so looking at
/// them for longer helps no guesser.
/// </summary>
public sealed class FailureBudget(FailureLimits limits) : IDisposable
{
    private const int LongestName = 64;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly ClientSecretBasic Basic = new();

    private readonly PartitionedRateLimiter<string> pairs = Limiter(limits.PerApplicationAndSource);

    private readonly PartitionedRateLimiter<string> sources = Limiter(limits.PerSource);

    /// <returns>The refusal, or in its place that there were too many.</returns>
    public ProtocolError Charge(HttpContext http, ClientRequest request, ProtocolError refusal)
    {
        if (refusal.Code is not ("invalid_client" or "invalid_grant"))
        {
            return refusal;
        }

        // The source comes first: what is over its budget opens no further counters, so random names do not fill the memory.
        var source = Source.Of(http);
        if (Take(sources, source) && Take(pairs, $"{source} {ApplicationNamed(request)}"))
        {
            return refusal;
        }

        http.Response.Headers.RetryAfter = "60";
        return new ProtocolError("temporarily_unavailable", "failure_budget_spent", "Too many failed requests; try again in a minute.", 429)
        {
            Evidence = refusal.Evidence,
        };
    }

    public void Dispose()
    {
        pairs.Dispose();
        sources.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    /// <summary>The name alone, decoded: every guess of a secret and every spelling would otherwise have a budget of its own.</summary>
    private static string ApplicationNamed(ClientRequest request)
    {
        var name = Basic.Read(request)?.Value?.ClientId ?? request.Parameters["client_id"] ?? "";
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    private static PartitionedRateLimiter<string> Limiter(int failures) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = failures, Window = Window, QueueLimit = 0, AutoReplenishment = true }));
}
