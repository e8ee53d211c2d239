using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Events;

/// <summary>Charts are drawn from the counts of days, which are written together with the events.</summary>
public abstract class CountingTheDay<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly IBulkRows rows = ground.Get<IBulkRows>();

    [StoreFact]
    public async Task Each_batch_adds_to_the_numbers_of_its_days()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var (shop, ann, bob) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        await rows.AddEventsAsync(
            [
                Event(pool, "sign_in", userId: ann), Event(pool, "sign_in", userId: ann), Event(pool, "sign_in", success: false, reason: "password_wrong", userId: bob),
                Event(pool, "authorized", userId: ann, applicationId: shop), Event(pool, "refusal", success: false, reason: "pkce_mismatch", applicationId: shop),
                Event(pool, "token_issued", userId: ann, applicationId: shop),
            ],
            default);
        await rows.AddEventsAsync([Event(pool, "sign_in", userId: bob), Event(pool, "sign_in", userId: bob, at: Noon.AddDays(1))], default);

        var day = DateOnly.FromDateTime(Noon.UtcDateTime);
        Assert.Equal(
            [(day, "application", shop.ToString("N"), 1L), (day, "failed_sign_in", "", 1), (day, "refusal", "pkce_mismatch", 1), (day, "sign_in", "", 3), (day, "visitor", "30", 2), (day.AddDays(1), "sign_in", "", 1), (day.AddDays(1), "visitor", "1", 1)],
            await CountsAsync(pool));
        Assert.Equal([(day, ann), (day, bob), (day.AddDays(1), bob)], await VisitorsAsync(pool, ann, bob));
    }

    [StoreFact]
    public async Task An_event_that_is_there_already_is_not_counted_again()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var row = Event(pool, "sign_in", userId: Guid.NewGuid());

        await rows.AddEventAsync(row, default);
        await rows.AddEventAsync(row, default);

        Assert.Equal([("sign_in", 1L), ("visitor", 1)], (await CountsAsync(pool)).Select(each => (each.Measure, each.Count)));
    }

    [StoreFact]
    public async Task Whoever_comes_is_counted_by_the_days_that_they_were_away()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var (ann, bob, other) = (Guid.NewGuid(), Guid.NewGuid(), (await ground.SeedAsync()).PoolId);

        await rows.AddEventsAsync([.. new[] { 0, 0, 3, 40 }.Select(day => Event(pool, "sign_in", userId: ann, at: Noon.AddDays(day))), Event(other, "sign_in", userId: ann, at: Noon.AddDays(2))], default);
        await rows.AddEventsAsync([Event(pool, "sign_in", userId: ann, at: Noon.AddDays(69)), Event(pool, "sign_in", userId: bob, at: Noon.AddDays(69))], default);
        await rows.AddEventsAsync([Event(pool, "authorized", userId: ann, at: Noon.AddDays(69))], default);

        var day = DateOnly.FromDateTime(Noon.UtcDateTime);
        Assert.Equal(
            [(day, "30", 1L), (day.AddDays(3), "3", 1), (day.AddDays(40), "30", 1), (day.AddDays(69), "29", 1), (day.AddDays(69), "30", 1)],
            (await CountsAsync(pool)).Where(each => each.Measure == "visitor").Select(each => (each.Day, each.Key, each.Count)));
    }

    [StoreFact]
    public async Task Of_a_batch_that_fails_nothing_is_counted()
    {
        var pool = (await ground.SeedAsync()).PoolId;

        await Assert.ThrowsAnyAsync<Exception>(() => rows.AddEventsAsync([Event(pool, "sign_in"), Event(Guid.NewGuid(), "sign_in")], default));

        Assert.Empty(await CountsAsync(pool));
    }

    [StoreFact]
    public async Task Many_servers_that_count_the_same_things_at_once_lose_nothing()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var applications = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(server => rows.AddEventsAsync(
            [.. applications.OrderBy(_ => Guid.NewGuid()).Select(application => Event(pool, "authorized", applicationId: application))], default)));

        Assert.Equal(Enumerable.Repeat(8L, 20), (await CountsAsync(pool)).Select(each => each.Count));
    }

    private async Task<List<(DateOnly Day, string Measure, string Key, long Count)>> CountsAsync(Guid pool)
    {
        await using var db = await ground.Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(pool, default);
        var counts = await db.DailyCounts.AsNoTracking().ToListAsync();
        return [.. counts.OrderBy(row => row.Day).ThenBy(row => row.Measure, StringComparer.Ordinal).ThenBy(row => row.Key, StringComparer.Ordinal).Select(row => (row.Day, row.Measure, row.Key, row.Count))];
    }

    private async Task<List<(DateOnly Day, Guid UserId)>> VisitorsAsync(Guid pool, params Guid[] order)
    {
        await using var db = await ground.Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(pool, default);
        var visitors = await db.DailyVisitors.AsNoTracking().ToListAsync();
        return [.. visitors.OrderBy(row => row.Day).ThenBy(row => Array.IndexOf(order, row.UserId)).Select(row => (row.Day, row.UserId))];
    }

    private static EventRow Event(
        Guid pool, string kind, bool success = true, string? reason = null, Guid? userId = null, Guid? applicationId = null, DateTimeOffset? at = null) => new()
        {
            PoolId = pool,
            Id = Guid.CreateVersion7(),
            At = at ?? Noon,
            Kind = kind,
            Success = success,
            Reason = reason,
            UserId = userId,
            ApplicationId = applicationId,
            Reference = "r",
        };
}

public class CountingTheDayOnPostgreSql(PostgresGround ground) : CountingTheDay<PostgresGround>(ground);

[NeedsSqlServer]
public class CountingTheDayOnSqlServer(SqlServerGround ground) : CountingTheDay<SqlServerGround>(ground);
