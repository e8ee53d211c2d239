using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

public abstract class RedeemingOneCode<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreTheory, Attack("AC-02"), Attack("AC-14"), Attack("DB-02"), Spec("RFC 6749 §4.1.2")]
    [InlineData(2, 20)]
    [InlineData(10, 10)]
    [InlineData(50, 4)]
    public async Task Of_many_at_several_servers_exactly_one_wins_and_the_others_learn_whose_it_was(int contenders, int codes)
    {
        IGrantStore[] servers = [ground.Grants, .. Enumerable.Range(0, 2).Select(_ => ground.AddServer().GetRequiredService<IGrantStore>())];
        for (var code = 0; code < codes; code++)
        {
            var granted = await Granted.IssueAsync(ground);

            var taken = await Contenders.RaceAsync(contenders, number => granted.TakeAsync(servers[number % servers.Length]));

            Assert.Single(taken.OfType<TakenCode.First>());
            Assert.Equal(contenders - 1, taken.OfType<TakenCode.Again>().Count(again => again.AuthorizationId == granted.Authorization.Id));
            Assert.Equal(1, await ground.CountAsync<RefreshTokenRow>(granted.At.PoolId));
        }
    }

    [StoreFact, Attack("AC-03")]
    public async Task Who_has_to_wait_for_the_winner_takes_nothing()
    {
        var granted = await Granted.IssueAsync(ground);
        await using var first = await ground.HoldAsync(granted.At.PoolId, db => db.Authorizations.Where(row => row.Id == granted.Authorization.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CodeTakenAt, granted.At.Now)));

        var second = granted.TakeAsync(ground.Grants);
        await ground.WaitForALockAsync();
        await first.CommitAsync();

        Assert.IsType<TakenCode.Again>(await second);
        Assert.Equal(0, await ground.CountAsync<RefreshTokenRow>(granted.At.PoolId));
    }

    [StoreFact, Attack("AC-02")]
    public async Task When_the_winner_fails_the_next_one_takes_the_code()
    {
        var granted = await Granted.IssueAsync(ground);
        await using var first = await ground.HoldAsync(granted.At.PoolId, db => db.Authorizations.Where(row => row.Id == granted.Authorization.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CodeTakenAt, granted.At.Now)));

        var second = granted.TakeAsync(ground.Grants);
        await ground.WaitForALockAsync();
        await first.RollbackAsync();

        Assert.IsType<TakenCode.First>(await second);
    }

    [StoreFact, Attack("DB-05")]
    public async Task Who_waited_for_a_revocation_sees_it()
    {
        var granted = await Granted.IssueAsync(ground);
        await using var revoker = await ground.HoldAsync(granted.At.PoolId, db => db.Authorizations.Where(row => row.Id == granted.Authorization.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, granted.At.Now)));

        var taken = granted.TakeAsync(ground.Grants);
        await ground.WaitForALockAsync();
        await revoker.CommitAsync();

        Assert.Equal("revoked", Assert.IsType<TakenCode.First>(await taken).Grant.Dead());
    }
}

public class RedeemingOneCodeOnPostgreSql(PostgresGround ground) : RedeemingOneCode<PostgresGround>(ground);

[NeedsSqlServer]
public class RedeemingOneCodeOnSqlServer(SqlServerGround ground) : RedeemingOneCode<SqlServerGround>(ground);
