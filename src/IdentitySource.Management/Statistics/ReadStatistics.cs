using IdentitySource.Storage;
using IdentitySource.Storage.Events;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Statistics;

/// <summary>The numbers of a pool's overview, from the counts of its days.</summary>
public sealed class ReadStatistics(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    private const int Top = 5;

    /// <param name="days">With today, 1 to 90.</param>
    public async Task<PoolStatistics> RunAsync(Guid poolId, int days, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - Math.Clamp(days, 1, 90));
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var counts = await db.DailyCounts.AsNoTracking().Where(row => row.Day >= first && row.Day <= today).ToListAsync(cancel);
        var applications = Largest(counts.Where(row => row.Measure == Measure.Application).Select(row => (row.Key, row.Count)));
        var ids = applications.Select(each => Guid.ParseExact(each.Key, "N")).ToList();
        var names = await db.Applications.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);

        return new PoolStatistics
        {
            Days =
            [
                .. Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(offset => first.AddDays(offset)).Select(day => new DayOfPool(
                    day, CountOf(day, Measure.SignIn), CountOf(day, Measure.FailedSignIn), CountOf(day, Measure.NewUser))),
            ],
            ActiveThisWeek = await ActiveSinceAsync(db, today.AddDays(-6), cancel),
            ActiveThisMonth = await ActiveSinceAsync(db, today.AddDays(-29), cancel),
            Refusals = Largest(counts.Where(row => row.Measure == Measure.Refusal).Select(row => (row.Key, row.Count))),
            Applications = [.. applications.Select(each => new Counted(names.GetValueOrDefault(Guid.ParseExact(each.Key, "N")) ?? each.Key, each.Count))],
        };

        long CountOf(DateOnly day, string measure) => counts.Where(row => row.Day == day && row.Measure == measure).Sum(row => row.Count);
    }

    private static Task<int> ActiveSinceAsync(IdentitySourceDb db, DateOnly day, CancellationToken cancel) =>
        db.DailyVisitors.AsNoTracking().Where(row => row.Day >= day).Select(row => row.UserId).Distinct().CountAsync(cancel);

    private static List<Counted> Largest(IEnumerable<(string Key, long Count)> counts) =>
        [.. counts.GroupBy(each => each.Key).Select(group => new Counted(group.Key, group.Sum(each => each.Count))).OrderByDescending(each => each.Count).ThenBy(each => each.Key, StringComparer.Ordinal).Take(Top)];
}

public sealed record PoolStatistics
{
    /// <summary>Oldest first, without gaps.</summary>
    public required IReadOnlyList<DayOfPool> Days { get; init; }

    /// <summary>People who came in within seven days, today included.</summary>
    public required int ActiveThisWeek { get; init; }

    /// <summary>Within thirty days.</summary>
    public required int ActiveThisMonth { get; init; }

    /// <summary>The most frequent reasons of refusals.</summary>
    public required IReadOnlyList<Counted> Refusals { get; init; }

    /// <summary>Where most people came in, by name.</summary>
    public required IReadOnlyList<Counted> Applications { get; init; }
}

public sealed record DayOfPool(DateOnly Day, long SignIns, long FailedSignIns, long NewUsers);

public sealed record Counted(string Key, long Count);
