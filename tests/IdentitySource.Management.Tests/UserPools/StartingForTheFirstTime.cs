using IdentitySource.Management.UserPools;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.UserPools;

public class StartingForTheFirstTime : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task There_are_the_default_pool_and_the_operators_each_with_keys()
    {
        foreach (var slug in new[] { UserPool.DefaultSlug, UserPool.OperatorsSlug })
        {
            var pool = await deployment.PoolAsync(slug);
            await using var db = await deployment.DatabaseAsync(pool);
            Assert.Equal(4, await db.SigningKeys.CountAsync(key => key.ServerId == pool));
            Assert.Single(await deployment.EventsAsync("user_pool_created", pool));
        }
    }

    [Fact]
    public async Task Several_servers_that_start_at_once_make_them_once()
    {
        await using var db = await deployment.DatabaseAsync();
        await db.UserPools.ExecuteDeleteAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => deployment.Get<EnsureDeployment>().RunAsync(default))));
        Assert.Equal(["default", "operators"], await db.UserPools.OrderBy(pool => pool.Slug).Select(pool => pool.Slug).ToListAsync());
        Assert.Equal(8, await db.SigningKeys.IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task A_pool_that_does_not_exist_is_told_by_its_name()
    {
        var outcome = await deployment.Get<FindPool>().RunAsync("nothing", default);
        Assert.Equal("pool_unknown", Assert.Single(outcome.Faults).Reason);
    }
}
