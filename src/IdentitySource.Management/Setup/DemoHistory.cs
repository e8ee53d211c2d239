using System.Globalization;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>
/// A fortnight in which the demonstration's people came and went, so that charts and logs show on the first day what they are for.
/// It never happened, and says so: each event names itself in the column of the user agent.
/// </summary>
public sealed class DemoHistory(IBulkRows rows, TimeProvider clock)
{
    /// <summary>What every one of its events carries as user agent.</summary>
    public const string Mark = "Demonstration: made up";

    private const int Days = 14;

    internal Task AddAsync(Guid poolId, DemoSet demo, CancellationToken cancel)
    {
        var start = clock.GetUtcNow().AddDays(-Days);
        var events = Enumerable.Range(0, Days).SelectMany(number => DayOf(poolId, demo, start.AddDays(number), number));
        return rows.AddEventsAsync([.. events], cancel);
    }

    /// <summary>Takes the made-up events out, and what they added to the counts of their days. Within the transaction of the context.</summary>
    internal static async Task RemoveAsync(IdentitySourceDb db, IReadOnlyCollection<Guid> demo, CancellationToken cancel)
    {
        var made = db.Events.Where(row => row.UserAgent == Mark && row.ApplicationId != null && demo.Contains(row.ApplicationId.Value));
        foreach (var (counted, count) in DayTally.Of(await made.AsNoTracking().ToListAsync(cancel)).Counts)
        {
            await db.DailyCounts
                .Where(row => row.Day == counted.Day && row.Measure == counted.Measure && row.Key == counted.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count - count), cancel);
        }

        await ForgetVisitsAsync(db, demo, cancel);
        await db.DailyCounts.Where(row => row.Count <= 0).ExecuteDeleteAsync(cancel);
        await made.ExecuteDeleteAsync(cancel);
    }

    private static async Task ForgetVisitsAsync(IdentitySourceDb db, IReadOnlyCollection<Guid> demo, CancellationToken cancel)
    {
        var days = await db.DailyVisitors.AsNoTracking().Where(row => demo.Contains(row.UserId)).OrderBy(row => row.UserId).ThenBy(row => row.Day).ToListAsync(cancel);
        for (var index = 0; index < days.Count; index++)
        {
            var (day, person) = (days[index].Day, days[index].UserId);
            var away = index > 0 && days[index - 1].UserId == person ? Math.Min(Measure.LongestAbsence, day.DayNumber - days[index - 1].Day.DayNumber) : Measure.LongestAbsence;
            var key = away.ToString(CultureInfo.InvariantCulture);
            await db.DailyCounts.Where(row => row.Day == day && row.Measure == Measure.Visitor && row.Key == key)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count - 1), cancel);
        }

        await db.DailyVisitors.Where(row => demo.Contains(row.UserId)).ExecuteDeleteAsync(cancel);
    }

    /// <summary>More on some days than on others, most of it by the first of the people and most of it well.</summary>
    private static IEnumerable<EventRow> DayOf(Guid poolId, DemoSet demo, DateTimeOffset start, int number)
    {
        var (web, spa, ada, bob) = (demo.Applications[0].Id, demo.Applications[1].Id, demo.Users[0].Id, demo.Users[1].Id);
        var visits = 3 + (number * 5 % 7);
        for (var visit = 0; visit < visits; visit++)
        {
            var (at, person, application) = (start.AddMinutes(37 * visit), visit % 3 == 2 ? bob : ada, visit % 4 == 3 ? spa : web);
            if (visit % 5 == 1)
            {
                yield return Event(poolId, "sign_in", at.AddSeconds(-20), application, person, "password_wrong");
            }

            yield return Event(poolId, "sign_in", at, application, person);
            yield return Event(poolId, "authorized", at.AddSeconds(1), application, person);
        }

        if (number % 4 == 2)
        {
            yield return Event(poolId, "refusal", start.AddMinutes(95), web, reason: "redirect_uri_unregistered");
        }
    }

    private static EventRow Event(Guid poolId, string kind, DateTimeOffset at, Guid application, Guid? person = null, string? reason = null) => new()
    {
        PoolId = poolId,
        Id = Guid.CreateVersion7(at),
        At = at,
        Kind = kind,
        Success = reason is null,
        Reason = reason,
        UserId = person,
        ApplicationId = application,
        Reference = EventReference.New(),
        UserAgent = Mark,
    };
}
