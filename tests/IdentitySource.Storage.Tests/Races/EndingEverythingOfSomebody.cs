using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

/// <summary>Signed out everywhere, or with a new password: an authorize request that was on its way leaves nothing that lives on.</summary>
public abstract class EndingEverythingOfSomebody<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreFact, Attack("SF-10"), Attack("SF-12")]
    public async Task What_waited_for_the_end_is_not_granted()
    {
        var at = await ground.SeedAsync();
        await using var end = await ground.HoldAsync(at.PoolId, db => ground.Sessions.EndAllAsync(db, at.Subject.Id, "password_changed", at.Now, default));

        var authorization = Granted.OfflineAt(at);
        var added = ground.Grants.AddAsync(authorization, null, null, default);
        await ground.WaitForALockAsync();
        await end.CommitAsync();

        Assert.False(await added);
        Assert.Equal(0, await ground.CountAsync<AuthorizationRow>(at.PoolId));
    }

    [StoreFact, Attack("SF-10"), Attack("SF-12")]
    public async Task What_the_end_waited_for_is_revoked()
    {
        var granted = await Granted.RedeemAsync(ground);
        var another = Guid.CreateVersion7(granted.At.Now);
        await using var signIn = await ground.HoldAsync(granted.At.PoolId, async db =>
        {
            // As a grant does it: the session's row first, then its own.
            await db.Sessions.Where(row => row.Id == granted.At.Session.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Methods, row => row.Methods));
            var row = await db.Authorizations.AsNoTracking().SingleAsync(row => row.Id == granted.Authorization.Id);
            (row.Id, row.CodeHash) = (another, null);
            db.Add(row);
            await db.SaveChangesAsync();
        });

        var ended = ground.Sessions.EndAllAsync(granted.At.PoolId, granted.At.Subject.Id, "signed_out_everywhere", granted.At.Now, default);
        await ground.WaitForALockAsync();
        await signIn.CommitAsync();
        await ended;

        Assert.Equal("revoked", (await granted.GetAsync(ground.Grants)).Dead());
        Assert.Equal("revoked", (await ground.Grants.FindGrantAsync(granted.At.PoolId, another, null, default))!.Dead());
    }
}

public class EndingEverythingOfSomebodyOnPostgreSql(PostgresGround ground) : EndingEverythingOfSomebody<PostgresGround>(ground);

[NeedsSqlServer]
public class EndingEverythingOfSomebodyOnSqlServer(SqlServerGround ground) : EndingEverythingOfSomebody<SqlServerGround>(ground);
