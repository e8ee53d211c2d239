using IdentitySource.Management.UserPools;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.UserPools;

public class MakingAUserPool(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task It_answers_at_once_with_keys_of_its_own()
    {
        var slug = deployment.Name("globex");
        Assert.Null(await deployment.Get<SnapshotStore>().FindPoolServerAsync(slug, default));

        var made = await CreateAsync("  Globex 有限公司 ", slug.ToUpperInvariant());

        var server = await deployment.Get<SnapshotStore>().FindPoolServerAsync(slug, default);
        Assert.Equal((made.Value!.Id, "Globex 有限公司", slug), (server!.PoolId, made.Value.Name, made.Value.Slug));
        Assert.NotEmpty(server.Keys.Keys);
        Assert.Contains(slug, Assert.Single(await deployment.EventsAsync("user_pool_created", made.Value.Id)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Globex", "", "pool_slug_malformed")]
    [InlineData("Globex", "-globex", "pool_slug_malformed")]
    [InlineData("Globex", "glo bex", "pool_slug_malformed")]
    [InlineData("Globex", "glo/bex", "pool_slug_malformed")]
    [InlineData("Globex", "xn--globex-9za", "pool_slug_malformed")]
    [InlineData("Globex", "user-pools", "pool_slug_reserved")]
    [InlineData("Globex", "sign-in", "pool_slug_reserved")]
    [InlineData("Globex", "Default", "pool_taken")]
    [InlineData("Globex", "operators", "pool_taken")]
    [InlineData("", "globex", "pool_name_malformed")]
    [InlineData("Glo\u202Ebex", "globex", "pool_name_malformed")]
    public async Task A_name_that_will_not_do_is_refused_at_its_field(string name, string slug, string reason)
    {
        var fault = Assert.Single((await CreateAsync(name, slug)).Faults);
        Assert.Equal((reason, reason == "pool_name_malformed" ? "name" : "slug"), (fault.Reason, fault.Field));
    }

    [Fact]
    public async Task Of_two_that_want_one_address_at_once_one_gets_it()
    {
        var slug = deployment.Name("race");
        var both = await Task.WhenAll(Task.Run(() => CreateAsync("One", slug)), Task.Run(() => CreateAsync("Two", slug)));
        Assert.Equal("pool_taken", Assert.Single(both.SelectMany(each => each.Faults)).Reason);
    }

    [Fact]
    public async Task The_list_is_read_by_its_key_and_searched_by_the_beginning()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            db.UserPools.AddRange(Enumerable.Range(0, 60).Select(
                number => new Storage.Entities.UserPool { Id = Guid.CreateVersion7(), Slug = $"listed-{number:00}", Name = $"Listed {number}" }));
            await db.SaveChangesAsync();
        }

        var first = await ListAsync("listed-", null);
        Assert.Equal((50, "listed-49"), (first.Pools.Count, first.Next));
        var second = await ListAsync(" LISTED-", first.Next);
        Assert.Equal((10, null), (second.Pools.Count, second.Next));
        Assert.Empty(first.Pools.Select(pool => pool.Id).Intersect(second.Pools.Select(pool => pool.Id)));
        Assert.Equal("listed-07", Assert.Single((await ListAsync("listed-07", null)).Pools).Slug);
        Assert.Empty((await ListAsync("%", null)).Pools);
    }

    private Task<Outcome<PoolSummary>> CreateAsync(string name, string slug) => deployment.Get<CreatePool>().RunAsync(Actor.CommandLine, new NewPool(name, slug), default);

    private Task<PoolPage> ListAsync(string? search, string? after) => deployment.Get<ListPools>().RunAsync(search, after, default);
}
