using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Stores;
using IdentitySource.Storage.Tests.Races;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

/// <summary>A person signs out of one application, here or everywhere; what others have of them stays.</summary>
public abstract class LeavingAnApplication<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreFact, Spec("OIDC Core §11")]
    public async Task In_one_session_what_lives_on_it_ends_and_what_was_granted_for_offline_use_does_not()
    {
        var online = await Granted.IssueAsync(ground, offline: false);
        var offline = await Granted.IssueAsync(ground, at: online.At);

        await LeaveAsync(online.At, online.At.Session.Id);

        Assert.Equal(("revoked", null), (await DeadAsync(online), await DeadAsync(offline)));
        Assert.Equal("signed_out", await ground.InAsync(online.At.PoolId, db => db.Authorizations.Where(row => row.Id == online.Authorization.Id).Select(row => row.RevokedReason).SingleAsync()));
    }

    [StoreFact, Attack("SF-10")]
    public async Task Everywhere_nothing_that_the_application_got_survives()
    {
        var online = await Granted.IssueAsync(ground, offline: false);
        var offline = await Granted.IssueAsync(ground, at: online.At);
        var own = await ground.SignInToAsync(online.At, online.At.ApplicationId);

        await LeaveAsync(online.At, session: null);

        Assert.Equal(("revoked", "revoked"), (await DeadAsync(online), await DeadAsync(offline)));
        Assert.Null(await ground.Presences.FindAsync(online.At.PoolId, own, online.At.ApplicationId, online.At.Now, default));
        Assert.True((await ground.Presences.FindAsync(online.At.PoolId, online.At.SessionHash, online.At.ApplicationId, online.At.Now, default))!.SignedOut);
    }

    [StoreFact, Attack("XT-22")]
    public async Task Another_application_another_session_and_another_person_keep_what_they_have()
    {
        var (left, others) = (await Granted.IssueAsync(ground, offline: false), await Granted.IssueAsync(ground, offline: false));
        var at = left.At;
        var elsewhere = await ground.SignInToAsync(at, applicationId: null);
        var ofTheOther = await ground.SignInToAsync(at, at.OtherApplicationId);

        await LeaveAsync(at, at.Session.Id);

        Assert.Null(await DeadAsync(others));
        Assert.False((await ground.Presences.FindAsync(at.PoolId, elsewhere, at.ApplicationId, at.Now, default))!.SignedOut);
        Assert.False((await ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.OtherApplicationId, at.Now, default))!.SignedOut);
        await LeaveAsync(at, session: null);
        Assert.NotNull(await ground.Presences.FindAsync(at.PoolId, ofTheOther, at.OtherApplicationId, at.Now, default));
    }

    [StoreFact]
    public async Task An_applications_own_session_ends()
    {
        var at = await ground.SeedAsync();
        var own = await ground.SignInToAsync(at, at.ApplicationId);
        SessionScope scope = new(at.PoolId, at.ApplicationId);
        var session = (await ground.Sessions.FindAsync(scope, own, at.Now, default))!.Session;

        await LeaveAsync(at, session.Id);

        Assert.Null(await ground.Sessions.FindAsync(scope, own, at.Now, default));
        Assert.Equal(at.Now, await ground.InAsync(at.PoolId, db => db.Sessions.Where(row => row.Id == session.Id).Select(row => row.ExpiresAt).SingleAsync()));
        Assert.NotNull(await ground.Sessions.FindAsync(new SessionScope(at.PoolId), at.SessionHash, at.Now, default));
    }

    [StoreFact, Attack("SF-08")]
    public async Task A_session_is_found_in_its_own_scope_alone()
    {
        var at = await ground.SeedAsync();
        var own = await ground.SignInToAsync(at, at.ApplicationId);

        Assert.NotNull(await ground.Sessions.FindAsync(new SessionScope(at.PoolId, at.ApplicationId), own, at.Now, default));
        Assert.Null(await ground.Sessions.FindAsync(new SessionScope(at.PoolId, at.OtherApplicationId), own, at.Now, default));
        Assert.Null(await ground.Sessions.FindAsync(new SessionScope(at.PoolId), own, at.Now, default));
        Assert.Null(await ground.Sessions.FindAsync(new SessionScope(at.PoolId, at.ApplicationId), at.SessionHash, at.Now, default));
    }

    [StoreFact, Attack("DB-05")]
    public async Task Leaving_two_applications_and_everything_at_once_leaves_nothing_half_done()
    {
        for (var round = 0; round < 5; round++)
        {
            var granted = await Granted.IssueAsync(ground, offline: false);
            var at = granted.At;

            await Contenders.RaceAsync<object?>(9, async number =>
            {
                await ((number % 3) switch
                {
                    0 => LeaveAsync(at, at.Session.Id),
                    1 => ground.LeaveAsync(at, at.OtherApplicationId),
                    _ => ground.Sessions.EndAllAsync(at.PoolId, at.Subject.Id, "signed_out_everywhere", at.Now, default),
                });
                return null;
            });

            Assert.Equal("revoked", await DeadAsync(granted));
            Assert.Null(await ground.Sessions.FindAsync(new SessionScope(at.PoolId), at.SessionHash, at.Now, default));
        }
    }

    private Task LeaveAsync(Seeded at, Guid? session) =>
        ground.Sessions.LeaveAsync(new LeftApplication(at.PoolId, at.Subject.Id, at.ApplicationId, session), at.Now, default);

    private async Task<string?> DeadAsync(Granted granted) => (await granted.GetAsync(ground.Grants)).Dead();
}

public class LeavingAnApplicationOnPostgreSql(PostgresGround ground) : LeavingAnApplication<PostgresGround>(ground);

[NeedsSqlServer]
public class LeavingAnApplicationOnSqlServer(SqlServerGround ground) : LeavingAnApplication<SqlServerGround>(ground);
