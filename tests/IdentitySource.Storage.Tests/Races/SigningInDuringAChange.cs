using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

/// <summary>The old password was right when it was looked at; by the time the session would begin, it no longer is.</summary>
public abstract class SigningInDuringAChange<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    private static readonly Dictionary<string, Func<IQueryable<User>, Task<int>>> Acts = new()
    {
        ["a new password"] = people => people.ExecuteUpdateAsync(set => set.SetProperty(row => row.SecurityStamp, "another")),
        ["a block"] = people => people.ExecuteUpdateAsync(set => set.SetProperty(row => row.Blocked, true)),
        ["a suspension"] = people => people.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, UserStatus.Suspended)),
    };

    [StoreTheory, Attack("SF-12"), Attack("SF-13")]
    [InlineData("a new password")]
    [InlineData("a block")]
    [InlineData("a suspension")]
    public async Task Who_waited_for_the_change_gets_no_session(string change)
    {
        var at = await ground.SeedAsync();
        await using var operation = await ground.HoldAsync(at.PoolId, db => Acts[change](StoreGround.Person(db, at)));

        var started = ground.Sessions.StartAsync(New(at), default);
        await ground.WaitForALockAsync();
        var renewed = ground.Sessions.RenewAsync(at.Session, new NewSession(Person(at), "pwd", "192.0.2.1", "test", at.Now), default);
        await operation.CommitAsync();

        Assert.Null(await started);
        Assert.Null(await renewed);
        Assert.Equal(1, await ground.CountAsync<SessionRow>(at.PoolId));
    }

    [StoreFact, Attack("SF-12")]
    public async Task Who_waited_for_a_change_that_failed_is_signed_in()
    {
        var at = await ground.SeedAsync();
        await using var operation = await ground.HoldAsync(at.PoolId, db => Acts["a new password"](StoreGround.Person(db, at)));

        var started = ground.Sessions.StartAsync(New(at), default);
        await ground.WaitForALockAsync();
        await operation.RollbackAsync();

        Assert.NotNull(await started);
        Assert.NotNull(await ground.Sessions.RenewAsync(at.Session, new NewSession(Person(at), "pwd", "192.0.2.1", "test", at.Now), default));
    }

    private static ProvenPerson Person(Seeded at) => new(at.PoolId, at.Subject.Id, "stamp");

    private static NewSession New(Seeded at) => new(Person(at), "pwd", null, null, at.Now);
}

public class SigningInDuringAChangeOnPostgreSql(PostgresGround ground) : SigningInDuringAChange<PostgresGround>(ground);

[NeedsSqlServer]
public class SigningInDuringAChangeOnSqlServer(SqlServerGround ground) : SigningInDuringAChange<SqlServerGround>(ground);
