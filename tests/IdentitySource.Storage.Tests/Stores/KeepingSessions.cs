using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.Storage.Tests.Races;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

public abstract class KeepingSessions<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreFact, Attack("LG-10")]
    public async Task A_session_is_found_by_the_hash_of_its_handle_and_the_handle_is_not_kept()
    {
        var at = await ground.SeedAsync();
        var started = await StartAsync(at);

        Assert.Equal(started.Session, (await FindAsync(at, started.Handle))!.Session);
        Assert.Equal("ann", (await FindAsync(at, started.Handle))!.Username);
        Assert.Null(await ground.Sessions.FindAsync(new SessionScope(at.PoolId), System.Text.Encoding.UTF8.GetBytes(started.Handle.Value), at.Now, default));
    }

    [StoreFact, Attack("SF-01")]
    public async Task Proving_oneself_again_keeps_the_session_and_makes_the_old_handle_worthless()
    {
        var at = await ground.SeedAsync();
        var before = await StartAsync(at);
        var now = at.Now.AddDays(20);
        await SeeAsync(at, before.Session, now);

        var after = await ground.Sessions.RenewAsync(before.Session, new NewSession(Proven(at), "pwd otp", "192.0.2.1", "test", now), default);

        Assert.Equal(before.Session with { AuthenticatedAt = now, Methods = "pwd otp" }, after!.Session);
        Assert.Null(await FindAsync(at, before.Handle, now));
        Assert.Equal(after.Session, (await FindAsync(at, after.Handle, now))!.Session);
        Assert.Equal(now + SessionPolicy.Default.Absolute, await ExpiresAtAsync(at, before.Session));
    }

    [StoreFact, Attack("SF-01"), Attack("DB-14")]
    public async Task Of_twenty_renewals_at_once_one_handle_is_good()
    {
        var at = await ground.SeedAsync();
        var session = (await StartAsync(at)).Session;

        var renewed = await Contenders.RaceAsync(20, _ => ground.Sessions.RenewAsync(session, new NewSession(Proven(at), "pwd", "192.0.2.1", "test", at.Now), default));

        var found = await Task.WhenAll(renewed.Select(each => FindAsync(at, each!.Handle)));
        Assert.Single(found, each => each is not null);
    }

    [StoreFact, Attack("SF-04"), Attack("XT-03")]
    public async Task What_has_ended_or_is_somebody_elses_is_not_renewed()
    {
        var (at, elsewhere) = (await ground.SeedAsync(), await ground.SeedAsync());
        var (live, ended) = ((await StartAsync(at)).Session, (await StartAsync(at)).Session);
        await ground.Sessions.EndAsync(at.PoolId, ended.Id, at.Now, default);

        Assert.Null(await ground.Sessions.RenewAsync(ended, new NewSession(Proven(at), "pwd", "192.0.2.1", "test", at.Now), default));
        Assert.Null(await ground.Sessions.RenewAsync(live, new NewSession(Proven(elsewhere), "pwd", "192.0.2.1", "test", at.Now), default));
        Assert.Null(await ground.Sessions.RenewAsync(live, new NewSession(new ProvenPerson(at.PoolId, await AddBobAsync(at), "stamp"), "pwd", "192.0.2.1", "test", at.Now), default));
        Assert.Null(await ground.Sessions.RenewAsync(live, new NewSession(Proven(at), "pwd", "192.0.2.1", "test", at.Now + SessionPolicy.Default.Absolute), default));
        Assert.NotNull(await ground.Sessions.RenewAsync(live, new NewSession(Proven(at), "pwd", "192.0.2.1", "test", at.Now), default));
    }

    [StoreFact, Attack("SF-04")]
    public async Task It_ends_once_and_in_its_own_pool_alone()
    {
        var (at, elsewhere) = (await ground.SeedAsync(), await ground.SeedAsync());
        var started = await StartAsync(at);

        Assert.False(await ground.Sessions.EndAsync(elsewhere.PoolId, started.Session.Id, at.Now, default));
        Assert.NotNull(await FindAsync(at, started.Handle));
        Assert.True(await ground.Sessions.EndAsync(at.PoolId, started.Session.Id, at.Now, default));
        Assert.False(await ground.Sessions.EndAsync(at.PoolId, started.Session.Id, at.Now, default));
        Assert.Null(await FindAsync(at, started.Handle));
    }

    [StoreFact, Attack("SF-11"), Attack("SF-13")]
    public async Task It_ends_by_itself_when_idle_when_old_and_while_its_person_is_blocked()
    {
        var at = await ground.SeedAsync();
        var (idle, absolute) = SessionPolicy.Default;
        var started = await StartAsync(at);

        Assert.NotNull(await FindAsync(at, started.Handle, at.Now + idle - TimeSpan.FromSeconds(1)));
        Assert.Null(await FindAsync(at, started.Handle, at.Now + idle));
        await SeeAsync(at, started.Session, at.Now + absolute);
        Assert.NotNull(await FindAsync(at, started.Handle, at.Now + absolute - TimeSpan.FromSeconds(1)));
        Assert.Null(await FindAsync(at, started.Handle, at.Now + absolute));
        await ground.BlockSubjectAsync(at);
        Assert.Null(await FindAsync(at, started.Handle));
    }

    [StoreFact, Attack("DB-14")]
    public async Task Fifty_sign_ins_at_once_are_fifty_sessions()
    {
        var at = await ground.SeedAsync();

        var started = await Contenders.RaceAsync(50, _ => StartAsync(at));

        var found = await Task.WhenAll(started.Select(each => FindAsync(at, each.Handle)));
        Assert.Equal(50, found.Select(each => each!.Session.Id).Distinct().Count());
    }

    [StoreFact, Attack("DB-05")]
    public async Task Signing_out_everywhere_leaves_nothing_of_the_person_and_everything_of_the_others()
    {
        var (granted, others) = (await Granted.RedeemAsync(ground), await Granted.RedeemAsync(ground));

        await EndAllAsync(granted.At);

        Assert.Equal("revoked", (await granted.GetAsync(ground.Grants)).Dead());
        Assert.Null(await ground.Sessions.FindAsync(new SessionScope(granted.At.PoolId), granted.At.SessionHash, granted.At.Now, default));
        Assert.Null((await others.GetAsync(ground.Grants)).Dead());
        Assert.NotNull(await ground.Sessions.FindAsync(new SessionScope(others.At.PoolId), others.At.SessionHash, others.At.Now, default));
    }

    [StoreFact, Attack("DB-05")]
    public async Task Signing_out_everywhere_while_codes_are_redeemed_and_tokens_used_leaves_nothing_alive()
    {
        for (var round = 0; round < 5; round++)
        {
            var at = await ground.SeedAsync();
            var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Granted.IssueAsync(ground, at: at)));
            var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Granted.RedeemAsync(ground, at)));

            await Contenders.RaceAsync<object?>(12, async number => number switch
            {
                < 4 => await codes[number].TakeAsync(ground.Grants),
                < 8 => await ground.Grants.UseRefreshTokenAsync(tokens[number - 4].Use(tokens[number - 4].Refresh, TokenHandle.New(), at.Now), default),
                _ => await EndAllAsync(at),
            });

            Assert.All(codes.Concat(tokens), each => Assert.Equal("revoked", each.GetAsync(ground.Grants).Result.Dead()));
        }
    }

    [StoreFact]
    public async Task A_sign_in_is_counted_on_the_persons_row_with_its_time_and_address_and_one_that_fails_is_not()
    {
        var at = await ground.SeedAsync();
        var (before, later) = (await CountAsync(at), at.Now.AddHours(1));
        var started = await StartAsync(at);

        Assert.NotNull(await ground.Sessions.RenewAsync(started.Session, new NewSession(Proven(at), "pwd", "198.51.100.7", "test", later), default));
        Assert.Null(await ground.Sessions.StartAsync(new NewSession(Proven(at) with { SecurityStamp = "old" }, "pwd", "203.0.113.9", "test", later), default));

        Assert.Equal(before + 2, await CountAsync(at));
        var person = await ground.InAsync(at.PoolId, db => StoreGround.Person(db, at).SingleAsync());
        Assert.Equal(("198.51.100.7", later), (person.LastSignInAddress, person.LastSignInAt));
    }

    [StoreFact]
    public async Task A_long_user_agent_is_cut_and_the_person_signed_in()
    {
        var at = await ground.SeedAsync();

        var started = await ground.Sessions.StartAsync(new NewSession(Proven(at), "pwd", new string('1', 500), new string('ü', 5_000), at.Now), default);

        Assert.NotNull(await FindAsync(at, started!.Handle));
    }

    private async Task<object?> EndAllAsync(Seeded at)
    {
        await ground.WithinAsync(at.PoolId, db => ground.Sessions.EndAllAsync(db, at.Subject.Id, "signed_out_everywhere", at.Now, default));
        return null;
    }

    private Task<int> CountAsync(Seeded at) => ground.InAsync(at.PoolId, db => StoreGround.Person(db, at).Select(row => row.SignInCount).SingleAsync());

    private static ProvenPerson Proven(Seeded at) => new(at.PoolId, at.Subject.Id, "stamp");

    private async Task<StartedSession> StartAsync(Seeded at) =>
        (await ground.Sessions.StartAsync(new NewSession(Proven(at), "pwd", "192.0.2.1", "test", at.Now), default))!;

    /// <summary>Somebody else in the same pool.</summary>
    private async Task<Guid> AddBobAsync(Seeded at)
    {
        var bob = Guid.CreateVersion7(at.Now);
        await ground.WithinAsync(at.PoolId, db =>
        {
            db.Add(new User
            {
                PoolId = at.PoolId,
                Id = bob,
                UserName = "bob",
                NormalizedUserName = "BOB",
                SecurityStamp = "stamp",
                CreatedAt = at.Now,
                UpdatedAt = at.Now,
            });
            return db.SaveChangesAsync();
        });
        return bob;
    }

    private Task<SignedInPerson?> FindAsync(Seeded at, TokenHandle handle, DateTimeOffset? now = null) =>
        ground.Sessions.FindAsync(new SessionScope(at.PoolId), handle.Hash(), now ?? at.Now, default);

    private Task<int> SeeAsync(Seeded at, Session session, DateTimeOffset now) => ground.InAsync(at.PoolId, db => db.Sessions
        .Where(row => row.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now)));

    private Task<DateTimeOffset> ExpiresAtAsync(Seeded at, Session session) =>
        ground.InAsync(at.PoolId, db => db.Sessions.Where(row => row.Id == session.Id).Select(row => row.ExpiresAt).SingleAsync());
}

public class KeepingSessionsOnPostgreSql(PostgresGround ground) : KeepingSessions<PostgresGround>(ground);

[NeedsSqlServer]
public class KeepingSessionsOnSqlServer(SqlServerGround ground) : KeepingSessions<SqlServerGround>(ground);
