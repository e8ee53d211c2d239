using IdentitySource.Management.Events;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>The filters as they stand in an address, for the page and for what comes in live.</summary>
internal static class EventFilter
{
    private const int ReferenceLength = 12;

    /// <param name="find">A reference, a reason, or the id of an application or a person: which one it is, its form tells.</param>
    /// <param name="until">The last day, included.</param>
    public static EventQuery Of(Guid poolId, string? kind, string? outcome, string? find, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var id = Guid.TryParseExact(find, "N", out var parsed) ? parsed : (Guid?)null;
        var isReference = find is { Length: ReferenceLength } && find.All(char.IsAsciiLetterOrDigit);
        return new EventQuery
        {
            PoolId = poolId,
            Kind = string.IsNullOrEmpty(kind) ? null : kind,
            Success = outcome switch { "ok" => true, "failed" => false, _ => null },
            About = id,
            Reference = isReference ? find : null,
            Reason = id is null && !isReference && !string.IsNullOrEmpty(find) ? find : null,
            From = from,
            Until = until?.AddDays(1),
        };
    }
}
