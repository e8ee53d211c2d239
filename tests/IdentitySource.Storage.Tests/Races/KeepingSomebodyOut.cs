using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

/// <summary>A person is kept out of an application while what it got from them is in use.</summary>
public abstract class KeepingSomebodyOut<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    [StoreFact, Attack("DB-05")]
    public async Task Whatever_was_redeemed_or_refreshed_in_that_moment_nothing_is_alive_afterwards()
    {
        for (var round = 0; round < 5; round++)
        {
            var at = await ground.SeedAsync();
            var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Granted.IssueAsync(ground, at: at)));
            var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Granted.RedeemAsync(ground, at)));

            await Contenders.RaceAsync<object?>(9, async number =>
            {
                switch (number)
                {
                    case < 4:
                        await codes[number].TakeAsync(ground.Grants);
                        break;
                    case < 8:
                        await ground.Grants.UseRefreshTokenAsync(tokens[number - 4].Use(tokens[number - 4].Refresh, TokenHandle.New(), at.Now), default);
                        break;
                    default:
                        await ground.KeepOutAsync(at, at.ApplicationId);
                        break;
                }

                return null;
            });

            Assert.All(codes.Concat(tokens), each => Assert.Equal("no_access", each.GetAsync(ground.Grants).Result.Dead()));
        }
    }

    [StoreFact, Attack("RF-07")]
    public async Task Of_many_uses_after_that_none_spends_the_token()
    {
        var granted = await Granted.RedeemAsync(ground);
        await ground.KeepOutAsync(granted.At, granted.At.ApplicationId);

        var used = await Contenders.RaceAsync(10, _ => ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, TokenHandle.New(), granted.At.Now), default));

        Assert.All(used, each => Assert.Equal(("no_access", null), (each!.Grant.Dead(), each.SpentAt)));
        await ground.LetInAsync(granted.At, granted.At.ApplicationId);
        Assert.Equal(granted.At.Now, (await ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, TokenHandle.New(), granted.At.Now), default))!.SpentAt);
    }
}

public class KeepingSomebodyOutOnPostgreSql(PostgresGround ground) : KeepingSomebodyOut<PostgresGround>(ground);

[NeedsSqlServer]
public class KeepingSomebodyOutOnSqlServer(SqlServerGround ground) : KeepingSomebodyOut<SqlServerGround>(ground);
