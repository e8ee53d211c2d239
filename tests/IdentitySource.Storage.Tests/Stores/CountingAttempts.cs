using System.Security.Cryptography;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.Storage.Tests.Races;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

public abstract class CountingAttempts<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly byte[] key = SHA256.HashData(Guid.NewGuid().ToByteArray());

    private AttemptCounter Attempts => ground.Get<AttemptCounter>();

    [StoreFact, Attack("BF-02"), Attack("DB-14")]
    public async Task A_hundred_tries_at_once_at_several_servers_are_a_hundred()
    {
        var at = await ground.SeedAsync();
        AttemptCounter[] servers = [Attempts, ground.AddServer().GetRequiredService<AttemptCounter>(), ground.AddServer().GetRequiredService<AttemptCounter>()];

        var numbers = await Contenders.RaceAsync(100, number => servers[number % servers.Length].AddAsync(at.PoolId, key, Window, at.Now, default));

        Assert.Equal(Enumerable.Range(1, 100), numbers.Order());
        Assert.Equal(100, await Attempts.CountAsync(at.PoolId, key, at.Now, default));
    }

    [StoreFact]
    public async Task The_count_starts_anew_after_the_window_and_tries_do_not_prolong_it()
    {
        var at = await ground.SeedAsync();
        await Attempts.AddAsync(at.PoolId, key, Window, at.Now, default);
        Assert.Equal(2, await Attempts.AddAsync(at.PoolId, key, Window, at.Now + Window - TimeSpan.FromSeconds(1), default));

        Assert.Equal(0, await Attempts.CountAsync(at.PoolId, key, at.Now + Window, default));
        Assert.Equal(1, await Attempts.AddAsync(at.PoolId, key, Window, at.Now + Window, default));
        Assert.Equal(2, await Attempts.AddAsync(at.PoolId, key, Window, at.Now + Window * 1.9, default));
    }

    [StoreFact]
    public async Task What_is_taken_back_was_not_counted_and_there_is_never_less_than_nothing()
    {
        var at = await ground.SeedAsync();
        await Attempts.AddAsync(at.PoolId, key, Window, at.Now, default);
        for (var take = 0; take < 3; take++)
        {
            await Attempts.TakeBackAsync(at.PoolId, key, default);
        }

        Assert.Equal(0, await Attempts.CountAsync(at.PoolId, key, at.Now, default));
        Assert.Equal(1, await Attempts.AddAsync(at.PoolId, key, Window, at.Now, default));
        await Attempts.ClearAsync(at.PoolId, key, default);
        Assert.Equal(0, await ground.CountAsync<AttemptRow>(at.PoolId));
    }

    [StoreFact, Attack("XT-20"), Attack("XT-11")]
    public async Task Tries_in_one_pool_count_in_no_other()
    {
        var (here, there) = (await ground.SeedAsync(), await ground.SeedAsync());
        await Attempts.AddAsync(here.PoolId, key, Window, here.Now, default);
        await Attempts.TakeBackAsync(there.PoolId, key, default);
        await Attempts.ClearAsync(there.PoolId, key, default);

        Assert.Equal(1, await Attempts.CountAsync(here.PoolId, key, here.Now, default));
        Assert.Equal(0, await Attempts.CountAsync(there.PoolId, key, here.Now, default));
        Assert.Equal(1, await Attempts.AddAsync(there.PoolId, key, Window, here.Now, default));
    }
}

public class CountingAttemptsOnPostgreSql(PostgresGround ground) : CountingAttempts<PostgresGround>(ground);

[NeedsSqlServer]
public class CountingAttemptsOnSqlServer(SqlServerGround ground) : CountingAttempts<SqlServerGround>(ground);
