using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

public abstract class UsingOneRefreshToken<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreFact, Attack("RF-02"), Attack("DB-02"), Spec("RFC 9700 §4.14.2")]
    public async Task Fifty_at_once_at_several_servers_get_one_successor()
    {
        IGrantStore[] servers = [ground.Grants, .. Enumerable.Range(0, 2).Select(_ => ground.AddServer().GetRequiredService<IGrantStore>())];
        for (var family = 0; family < 5; family++)
        {
            var granted = await Granted.RedeemAsync(ground);
            var successor = TokenHandle.New();

            // Each at a moment of its own, as clocks of several servers have it.
            var used = await Contenders.RaceAsync(50, number => servers[number % servers.Length]
                .UseRefreshTokenAsync(granted.Use(granted.Refresh, successor, granted.At.Now.AddMilliseconds(number)), default));

            Assert.Single(used.Select(each => each!.SpentAt).Distinct());
            Assert.All(used, each => Assert.Null(each!.SuccessorUsedAt));
            Assert.Equal(2, await ground.CountAsync<RefreshTokenRow>(granted.At.PoolId));
            Assert.Null((await granted.FindAsync(ground.Grants, successor))!.SpentAt);
        }
    }

    [StoreFact, Attack("RF-02"), Attack("RF-03")]
    public async Task Who_has_to_wait_learns_when_the_first_use_was()
    {
        var granted = await Granted.RedeemAsync(ground);
        var (first, successor) = (granted.At.Now.AddHours(-1), TokenHandle.New());
        await using var winner = await ground.HoldAsync(granted.At.PoolId, db => db.Set<RefreshTokenRow>().Where(row => row.Hash == granted.Refresh.Hash())
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SpentAt, first).SetProperty(row => row.SuccessorHash, TokenHandle.New().Hash())));

        var second = ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, successor, granted.At.Now), default);
        await ground.WaitForALockAsync();
        await winner.CommitAsync();

        // So the grant judges it as the late use that it is, and nothing forks the family.
        Assert.Equal(first, (await second)!.SpentAt);
        Assert.Null(await granted.FindAsync(ground.Grants, successor));
    }

    [StoreFact, Attack("RF-12")]
    public async Task A_spent_token_is_known_after_a_restart()
    {
        var granted = await Granted.RedeemAsync(ground);
        await ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, TokenHandle.New(), granted.At.Now), default);

        var restarted = ground.AddServer().GetRequiredService<IGrantStore>();
        var again = await restarted.UseRefreshTokenAsync(granted.Use(granted.Refresh, TokenHandle.New(), granted.At.Now.AddDays(3)), default);

        Assert.Equal(granted.At.Now, again!.SpentAt);
    }

    [StoreFact, Attack("RF-11")]
    public async Task Fifty_rotations_do_not_move_the_absolute_end()
    {
        var granted = await Granted.RedeemAsync(ground);
        var (token, now) = (granted.Refresh, granted.At.Now);
        var end = now + Granted.AbsoluteLifetime;
        for (var rotation = 0; rotation < 50; rotation++)
        {
            now += TimeSpan.FromDays(7);
            var successor = TokenHandle.New();
            Assert.Equal(now, (await ground.Grants.UseRefreshTokenAsync(granted.Use(token, successor, now), default))!.SpentAt);
            token = successor;
        }

        Assert.Equal(end, (await granted.FindAsync(ground.Grants, token))!.ExpiresAt);
        Assert.Null((await ground.Grants.UseRefreshTokenAsync(granted.Use(token, TokenHandle.New(), end), default))!.SpentAt);
    }

    [StoreFact, Attack("RF-09")]
    public async Task What_was_granted_is_not_changed_by_a_use()
    {
        var granted = await Granted.RedeemAsync(ground);
        var successor = TokenHandle.New();

        await ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, successor, granted.At.Now), default);
        var next = await ground.Grants.UseRefreshTokenAsync(granted.Use(successor, TokenHandle.New(), granted.At.Now), default);

        Assert.Equal(granted.Authorization.Scopes.ToString(), next!.Grant.Authorization.Scopes.ToString());
    }

    private static readonly Dictionary<string, Func<IdentitySourceDb, DateTimeOffset, Task>> Acts = new()
    {
        ["blocked"] = (db, _) => db.Users.ExecuteUpdateAsync(set => set.SetProperty(row => row.Blocked, true)),
        ["suspended"] = (db, _) => db.Users.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, UserStatus.Suspended)),
        ["revoked"] = (db, now) => db.Authorizations.ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now)),
        ["signed out"] = async (db, now) =>
        {
            await db.Authorizations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Offline, false));
            await db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now));
        },
    };

    [StoreTheory, Attack("RF-07")]
    [InlineData("blocked")]
    [InlineData("suspended")]
    [InlineData("revoked")]
    [InlineData("signed out")]
    public async Task A_use_of_a_dead_grant_writes_nothing(string death)
    {
        var granted = await Granted.RedeemAsync(ground);
        await ground.WithinAsync(granted.At.PoolId, db => Acts[death](db, granted.At.Now));

        var used = await ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, TokenHandle.New(), granted.At.Now), default);

        Assert.NotNull(used!.Grant.Dead());
        Assert.Null((await granted.FindAsync(ground.Grants, granted.Refresh))!.SpentAt);
        Assert.Equal(1, await ground.CountAsync<RefreshTokenRow>(granted.At.PoolId));
    }
}

public class UsingOneRefreshTokenOnPostgreSql(PostgresGround ground) : UsingOneRefreshToken<PostgresGround>(ground);

[NeedsSqlServer]
public class UsingOneRefreshTokenOnSqlServer(SqlServerGround ground) : UsingOneRefreshToken<SqlServerGround>(ground);
