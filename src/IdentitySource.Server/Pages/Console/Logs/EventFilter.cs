using System.Globalization;
using IdentitySource.Management.Events;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>The filters as they stand in an address, for the pages and for what comes in live.</summary>
internal static class EventFilter
{
    private const int ReferenceLength = 12;

    /// <param name="find">A reference, a reason, or the id of an application or a person: which one it is, its form tells.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day, included.</param>
    public static EventQuery Of(Guid poolId, string? kind, string? outcome, string? find, string? from = null, string? until = null)
    {
        var id = IdOf(find);
        var isReference = find is { Length: ReferenceLength } && find.All(char.IsAsciiLetterOrDigit);
        return new EventQuery
        {
            PoolId = poolId,
            Kind = string.IsNullOrEmpty(kind) ? null : kind,
            Success = outcome switch { "ok" => true, "failed" => false, _ => null },
            About = id,
            Reference = isReference ? find : null,
            Reason = id is null && !isReference && !string.IsNullOrEmpty(find) ? find : null,
            From = DayOf(from),
            Until = DayOf(until)?.AddDays(1),
        };
    }

    public static Guid? IdOf(string? text) => Guid.TryParseExact(text, "N", out var id) ? id : null;

    private static DateTimeOffset? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : null;
}
