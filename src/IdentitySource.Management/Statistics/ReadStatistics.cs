using IdentitySource.Storage;
using IdentitySource.Storage.Events;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Statistics;

/// <summary>The numbers of a pool's overview, from the counts of its days: as many rows as days and measures, however many people.</summary>
public sealed class ReadStatistics(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    private const int Top = 5;

    private static readonly string[] ByDay = [Measure.SignIn, Measure.FailedSignIn, Measure.NewUser];

    /// <param name="days">With today, 1 to 90.</param>
    public async Task<PoolStatistics> RunAsync(Guid poolId, int days, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - Math.Clamp(days, 1, 90));
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var counts = await CountsAsync(db, first, today, cancel);
        var applications = Of(counts, Measure.Application);
        var ids = applications.Select(each => Guid.ParseExact(each.Key, "N")).ToList();
        var names = await db.Applications.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id.ToString("N"), row => row.Name, cancel);
        ActivePeople active = new(counts.Where(row => row.Measure == Measure.Visitor).Select(row => (row.Day, row.Key, row.Count)));

        return new PoolStatistics
        {
            Days =
            [
                .. Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(offset => first.AddDays(offset)).Select(day => new DayOfPool(
                    day, CountOf(day, Measure.SignIn), CountOf(day, Measure.FailedSignIn), CountOf(day, Measure.NewUser))
                {
                    ActiveWeek = active.Within(day, 7),
                    ActiveMonth = active.Within(day, 30),
                }),
            ],
            Refusals = Of(counts, Measure.Refusal),
            Applications = [.. applications.Select(each => each with { Name = names.GetValueOrDefault(each.Key) })],
        };

        long CountOf(DateOnly day, string measure) => counts.Where(row => row.Day == day && row.Measure == measure).Sum(row => row.Count);
    }

    /// <summary>One round trip. What has many keys is summed and cut by the database: there may be as many on each day as applications.</summary>
    private static Task<List<Counts>> CountsAsync(IdentitySourceDb db, DateOnly first, DateOnly today, CancellationToken cancel)
    {
        // Who is active on the first day may have been here a month before it.
        var visitors = first.AddDays(1 - Measure.LongestAbsence);
        var rows = db.DailyCounts.AsNoTracking().Where(row => row.Day <= today);
        return rows.Where(row => (row.Day >= first && ByDay.Contains(row.Measure)) || (row.Day >= visitors && row.Measure == Measure.Visitor))
            .Select(row => new Counts { Day = row.Day, Measure = row.Measure, Key = row.Key, Count = row.Count })
            .Concat(Largest(Measure.Application))
            .Concat(Largest(Measure.Refusal))
            .ToListAsync(cancel);

        IQueryable<Counts> Largest(string measure) => rows.Where(row => row.Day >= first && row.Measure == measure)
            .GroupBy(row => new { row.Measure, row.Key })
            .Select(group => new Counts { Day = group.Min(row => row.Day), Measure = group.Key.Measure, Key = group.Key.Key, Count = group.Sum(row => row.Count) })
            .OrderByDescending(row => row.Count).ThenBy(row => row.Key).Take(Top);
    }

    private static List<Counted> Of(List<Counts> counts, string measure) =>
        [.. counts.Where(row => row.Measure == measure).OrderByDescending(row => row.Count).ThenBy(row => row.Key, StringComparer.Ordinal).Select(row => new Counted(row.Key, row.Count))];

    private sealed class Counts
    {
        public DateOnly Day { get; init; }

        public string Measure { get; init; } = "";

        public string Key { get; init; } = "";

        public long Count { get; init; }
    }
}

public sealed record PoolStatistics
{
    /// <summary>Oldest first, without gaps.</summary>
    public required IReadOnlyList<DayOfPool> Days { get; init; }

    /// <summary>People who came in within seven days, today included.</summary>
    public long ActiveThisWeek => Days[^1].ActiveWeek;

    /// <summary>Within thirty days.</summary>
    public long ActiveThisMonth => Days[^1].ActiveMonth;

    /// <summary>The most frequent reasons of refusals.</summary>
    public required IReadOnlyList<Counted> Refusals { get; init; }

    /// <summary>Where most people came in, by client id.</summary>
    public required IReadOnlyList<Counted> Applications { get; init; }
}

public sealed record DayOfPool(DateOnly Day, long SignIns, long FailedSignIns, long NewUsers)
{
    /// <summary>People who came in within the seven days that end with this one.</summary>
    public long ActiveWeek { get; init; }

    /// <summary>Within the thirty days.</summary>
    public long ActiveMonth { get; init; }
}

/// <param name="Key">A reason, a client id.</param>
public sealed record Counted(string Key, long Count)
{
    /// <summary>Of the application; null when it is gone.</summary>
    public string? Name { get; init; }
}
