using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.Storage.Tests.Races;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

public abstract class KeepingConsents<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    private ConsentStore Consents => ground.Get<ConsentStore>();

    [StoreFact, Attack("CO-10")]
    public async Task Twenty_consents_at_once_are_one_row_that_holds_them_all()
    {
        var at = await ground.SeedAsync();
        ConsentStore[] servers = [Consents, ground.AddServer().GetRequiredService<ConsentStore>()];

        await Contenders.RaceAsync(20, number => AllowAsync(at, servers[number % 2], $"openid s{number}", $"c{number}", at.Now.AddSeconds(number)));

        var consent = await FindAsync(at);
        Assert.Equal(1, await ground.CountAsync<ConsentRow>(at.PoolId));
        Assert.Equal([.. Enumerable.Range(0, 20).Select(number => $"s{number}").Append("openid").Order()], consent.Scopes.Order());
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"c{number}").Order(), consent.Claims.Order());
        Assert.Equal(at.Now.AddSeconds(19), consent.GivenAt);
    }

    [StoreFact, Attack("CO-03")]
    public async Task What_is_allowed_later_is_added_and_each_word_stands_once()
    {
        var at = await ground.SeedAsync();

        await AllowAsync(at, Consents, "openid email", "", at.Now);
        await AllowAsync(at, Consents, "email phone", "name", at.Now.AddHours(-1));

        var consent = await FindAsync(at);
        Assert.Equal("openid email phone", consent.Scopes.ToString());
        Assert.Equal("name", consent.Claims.ToString());
        Assert.Equal(at.Now, consent.GivenAt);
    }

    [StoreFact, Attack("CO-11"), Attack("DB-05")]
    public async Task Withdrawing_forgets_it_and_kills_what_that_application_got_by_it_offline_too()
    {
        var at = await ground.SeedAsync();
        var (offline, online) = (await Granted.RedeemAsync(ground, at), await Granted.IssueAsync(ground, offline: false, at));
        await AllowAsync(at, Consents, "openid", "", at.Now);

        await WithdrawAsync(at);

        Assert.Null((await FindAsync(at)).GivenAt);
        Assert.Equal("revoked", (await offline.GetAsync(ground.Grants)).Dead());
        Assert.Equal("revoked", (await online.GetAsync(ground.Grants)).Dead());
        var used = await ground.Grants.UseRefreshTokenAsync(offline.Use(offline.Refresh, TokenHandle.New(), at.Now), default);
        Assert.Null(used!.SpentAt);
    }

    [StoreFact, Attack("CO-11"), Attack("XT-22")]
    public async Task Withdrawing_from_one_application_takes_nothing_from_another_or_from_another_pool()
    {
        var (at, elsewhere) = (await ground.SeedAsync(), await ground.SeedAsync());
        var granted = await Granted.RedeemAsync(ground, at);
        await AllowAsync(at, Consents, "openid", "", at.Now);

        await WithdrawAsync(at, at.PoolId, at.OtherApplicationId);
        await WithdrawAsync(at, elsewhere.PoolId, at.ApplicationId);

        Assert.NotNull((await FindAsync(at)).GivenAt);
        Assert.Null((await granted.GetAsync(ground.Grants)).Dead());
    }

    [StoreFact, Attack("DB-05"), Attack("CO-11")]
    public async Task Withdrawing_while_codes_are_redeemed_leaves_nothing_alive()
    {
        for (var round = 0; round < 10; round++)
        {
            var at = await ground.SeedAsync();
            var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Granted.IssueAsync(ground, at: at)));

            await Contenders.RaceAsync<object?>(9, async number =>
            {
                if (number < 6)
                {
                    return await codes[number].TakeAsync(ground.Grants);
                }

                await WithdrawAsync(at);
                return null;
            });

            Assert.All(codes, each => Assert.Equal("revoked", each.GetAsync(ground.Grants).Result.Dead()));
        }
    }

    [StoreFact, Attack("CO-09")]
    public async Task Allowing_and_withdrawing_at_once_ends_in_one_of_the_two()
    {
        var at = await ground.SeedAsync();

        await Contenders.RaceAsync(20, async number =>
        {
            await (number % 2 == 0
                ? AllowAsync(at, Consents, "openid", "", at.Now)
                : WithdrawAsync(at));
            return true;
        });

        Assert.InRange(await ground.CountAsync<ConsentRow>(at.PoolId), 0, 1);
    }

    private Task WithdrawAsync(Seeded at, Guid? poolId = null, Guid? applicationId = null) => ground.WithinAsync(
        poolId ?? at.PoolId, db => Consents.WithdrawAsync(db, at.Subject.Id, applicationId ?? at.ApplicationId, at.Now, default));

    private static async Task<bool> AllowAsync(Seeded at, ConsentStore consents, string scopes, string claims, DateTimeOffset now)
    {
        await consents.AllowAsync(at.PoolId, at.Subject.Id, at.ApplicationId, Scopes.FromTrusted(scopes), Scopes.FromTrusted(claims), now, default);
        return true;
    }

    private async Task<ConsentState> FindAsync(Seeded at) =>
        (await ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.ApplicationId, at.Now, default))!.Consent;
}

public class KeepingConsentsOnPostgreSql(PostgresGround ground) : KeepingConsents<PostgresGround>(ground);

[NeedsSqlServer]
public class KeepingConsentsOnSqlServer(SqlServerGround ground) : KeepingConsents<SqlServerGround>(ground);
