using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.Storage.Tests.Sweeping;

/// <summary>Every statement of the sweeper, on every kind of database.</summary>
public abstract class SweepingAfterYears<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreFact, Attack("DB-12")]
    public async Task Nothing_is_left_of_what_ended_and_the_pool_stays()
    {
        var granted = await Granted.RedeemAsync(ground);
        var pool = granted.At.PoolId;
        await ground.Get<AttemptCounter>().AddAsync(pool, new byte[32], TimeSpan.FromMinutes(15), granted.At.Now, default);
        await ground.Get<IBulkRows>().AddEventsAsync([Event(granted, success: true), Event(granted, success: false)], default);
        Assert.Equal(0, await ground.Background<Sweeper>().SweepAsync(default));

        ground.Clock.Advance(TimeSpan.FromDays(3 * 365));
        Assert.InRange(await ground.Background<Sweeper>().SweepAsync(default), 8, int.MaxValue);

        Assert.Equal((0, 0, 0), (await ground.CountAsync<AuthorizationRow>(pool), await ground.CountAsync<RefreshTokenRow>(pool), await ground.CountAsync<SessionRow>(pool)));
        Assert.Equal((0, 0), (await ground.CountAsync<AttemptRow>(pool), await ground.CountAsync<EventRow>(pool)));
        Assert.Equal((0, 0), (await ground.CountAsync<DailyCountRow>(pool), await ground.CountAsync<DailyVisitorRow>(pool)));
        Assert.Equal((1, 2), (await ground.CountAsync<User>(pool), await ground.CountAsync<ApplicationRow>(pool)));
    }

    private static EventRow Event(Granted granted, bool success) => new()
    {
        PoolId = granted.At.PoolId,
        Id = Guid.CreateVersion7(granted.At.Now),
        At = granted.At.Now,
        Kind = "sign_in",
        Success = success,
        UserId = granted.At.Subject.Id,
        Reference = "r",
    };
}

public class SweepingAfterYearsOnPostgreSql(PostgresGround ground) : SweepingAfterYears<PostgresGround>(ground);

[NeedsSqlServer]
public class SweepingAfterYearsOnSqlServer(SqlServerGround ground) : SweepingAfterYears<SqlServerGround>(ground);
