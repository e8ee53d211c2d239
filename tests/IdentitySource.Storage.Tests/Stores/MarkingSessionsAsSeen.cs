using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

public abstract class MarkingSessionsAsSeen<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SeenSessions Seen => ground.Get<SeenSessions>();

    [StoreFact, Attack("SF-11")]
    public async Task Who_comes_back_within_the_idle_time_stays_signed_in_beyond_it()
    {
        var at = await ground.SeedAsync();
        var (first, second) = (at.SessionEndsAt.AddHours(-1), at.SessionEndsAt.AddHours(1));
        Assert.NotNull(await FindAsync(at, first));

        Assert.Equal(1, await ground.Background<SeenSessionWriter>().WriteAsync(default));

        Assert.NotNull(await FindAsync(at, second));
        Assert.Null(await FindAsync(at, first + SessionPolicy.Default.Idle));
    }

    [StoreFact]
    public async Task A_busy_session_costs_no_write_for_each_request()
    {
        var at = await ground.SeedAsync();
        Seen.Take();

        await FindAsync(at, at.Session.AuthenticatedAt.AddMinutes(4));
        Assert.Empty(Seen.Take());

        await FindAsync(at, at.Session.AuthenticatedAt.AddMinutes(5));
        await FindAsync(at, at.Session.AuthenticatedAt.AddMinutes(6));
        Assert.Equal(at.Session.AuthenticatedAt.AddMinutes(6), Assert.Single(Seen.Take()).At);
    }

    [StoreFact]
    public async Task A_later_sight_at_another_server_is_not_taken_back()
    {
        var at = await ground.SeedAsync();
        var rows = ground.Get<IBulkRows>();

        await rows.SeeSessionsAsync([new SeenSession(at.PoolId, at.Session.Id, at.Now.AddHours(2))], default);
        await rows.SeeSessionsAsync([new SeenSession(at.PoolId, at.Session.Id, at.Now.AddHours(1))], default);

        Assert.Equal(at.Now.AddHours(2), await LastSeenAsync(at));
    }

    [StoreFact, Attack("XT-03")]
    public async Task A_session_is_marked_in_its_own_pool_alone()
    {
        var (here, there) = (await ground.SeedAsync(), await ground.SeedAsync());

        await ground.Get<IBulkRows>().SeeSessionsAsync([new SeenSession(there.PoolId, here.Session.Id, here.Now.AddHours(1))], default);

        Assert.Equal(here.Session.AuthenticatedAt, await LastSeenAsync(here));
        Assert.Equal(there.Session.AuthenticatedAt, await LastSeenAsync(there));
    }

    [StoreFact]
    public async Task A_session_that_is_being_changed_is_not_waited_for()
    {
        var (busy, free) = (await ground.SeedAsync(), await ground.SeedAsync());
        await using var change = await ground.HoldAsync(busy.PoolId, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Methods, "otp")));

        SeenSession[] seen = [.. new[] { busy, free }.Select(at => new SeenSession(at.PoolId, at.Session.Id, at.Now.AddHours(1)))];
        await ground.Get<IBulkRows>().SeeSessionsAsync(seen, default).WaitAsync(Patience);

        Assert.Equal(free.Now.AddHours(1), await LastSeenAsync(free));
        Assert.Equal(busy.Session.AuthenticatedAt, await LastSeenAsync(busy));
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_batch_is_told_and_the_next_one_is_written(bool outage)
    {
        var at = await ground.SeedAsync();
        using CapturedLog log = new();
        BrokenRows rows = new(ground.Get<IBulkRows>(), () => outage ? new NpgsqlException("Nobody is there.") : new InvalidOperationException("A fault."), times: 1);
        SeenSessions seen = new();
        using SeenSessionWriter writer = new(seen, rows, ground.Get<IDatabaseFaults>(), new HurriedClock(), new LoggerFactory([log]).CreateLogger<SeenSessionWriter>());
        await writer.StartAsync(default);

        seen.Note(at.PoolId, at.Session.Id, at.Session.AuthenticatedAt, at.Now);
        await Eventually.IsTrueAsync(Patience, () => Task.FromResult(log.Lines.Count > 0));
        seen.Note(at.PoolId, at.Session.Id, at.Session.AuthenticatedAt, at.Now);

        await Eventually.IsTrueAsync(Patience, async () => await LastSeenAsync(at) == at.Now);
        await writer.StopAsync(default);
    }

    private Task<Protocol.Ports.Presence?> FindAsync(Seeded at, DateTimeOffset now) =>
        ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.ApplicationId, now, default);

    private Task<DateTimeOffset> LastSeenAsync(Seeded at) =>
        ground.InAsync(at.PoolId, db => db.Sessions.Where(row => row.Id == at.Session.Id).Select(row => row.LastSeenAt).SingleAsync());
}

public class MarkingSessionsAsSeenOnPostgreSql(PostgresGround ground) : MarkingSessionsAsSeen<PostgresGround>(ground);

[NeedsSqlServer]
public class MarkingSessionsAsSeenOnSqlServer(SqlServerGround ground) : MarkingSessionsAsSeen<SqlServerGround>(ground);
