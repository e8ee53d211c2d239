using System.Threading.RateLimiting;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Server.Endpoints;

/// <summary>
/// How many failed proofs one source may offer for one application in a minute. Only failures count, so guessing secrets, codes
/// and refresh tokens ends soon, and the application itself, elsewhere or with the right secret before, is not hindered.
/// </summary>
public sealed class FailureBudget : IDisposable
{
    /// <summary>Per minute, source and application.</summary>
    public const int Failures = 60;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(
        key, static _ => new FixedWindowRateLimiterOptions { PermitLimit = Failures, Window = Window, QueueLimit = 0, AutoReplenishment = true }));

    public bool IsSpent(HttpContext http, ClientRequest request)
    {
        using var look = limiter.AttemptAcquire(Key(http, request), 0);
        return !look.IsAcquired;
    }

    public void Count(HttpContext http, ClientRequest request, ProtocolError error)
    {
        if (error.Code is "invalid_client" or "invalid_grant")
        {
            limiter.AttemptAcquire(Key(http, request)).Dispose();
        }
    }

    public static ProtocolError Spent(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "60";
        return new ProtocolError("temporarily_unavailable", "failure_budget_spent", "Too many failed requests; try again in a minute.", 429);
    }

    public void Dispose() => limiter.Dispose();

    private static string Key(HttpContext http, ClientRequest request) =>
        $"{Source.Of(http)} {request.Parameters["client_id"] ?? request.Authorization?[..Math.Min(request.Authorization.Length, 64)]}";
}
