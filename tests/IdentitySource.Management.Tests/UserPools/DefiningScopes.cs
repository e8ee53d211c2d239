using IdentitySource.Management.Permissions;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Management.Tests.UserPools;

/// <summary>Scopes of a user pool's own.</summary>
public class DefiningScopes(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private Task<Outcome<string>> AddAsync(CustomScope scope, Guid? poolId = null) =>
        deployment.Get<AddCustomScope>().RunAsync(Actor.CommandLine, poolId ?? deployment.PoolId, scope, default);

    private Task<Outcome<string>> RemoveAsync(string scope) =>
        deployment.Get<RemoveCustomScope>().RunAsync(Actor.CommandLine, deployment.PoolId, scope, default);

    private Task<IReadOnlyList<CustomScope>> ListAsync(Guid? poolId = null) =>
        deployment.Get<ListCustomScopes>().RunAsync(poolId ?? deployment.PoolId, default);

    private static async Task<CustomScopes> SeenAsync(IServiceProvider node, string pool = "default") =>
        (await node.GetRequiredService<SnapshotStore>().FindPoolServerAsync(pool, default))!.CustomScopes;

    private async Task<string[]> RefusalsAsync(CustomScope scope) => [.. (await AddAsync(scope)).Faults.Select(fault => fault.Reason)];

    private CustomScope Scope(params CustomClaim[] claims) => new(deployment.Name("scope"), null, claims);

    [Fact]
    public async Task One_comes_and_goes_and_every_server_learns_of_it()
    {
        var node = await deployment.StartNodeAsync();
        var scope = Scope(new CustomClaim("came", null, "nickname"), new CustomClaim("fixed", "7", null)) with { Description = "See your bonus points" };
        Assert.Null((await SeenAsync(node)).Find(scope.Name));

        Assert.Equal(scope.Name, (await AddAsync(scope)).Value);
        Assert.Equivalent(scope, (await ListAsync()).Single(each => each.Name == scope.Name), strict: true);
        Assert.Equivalent(scope, (await SeenAsync(deployment.Services)).Find(scope.Name), strict: true);
        await node.GetRequiredService<ChangeFeed>().FollowAsync(default);
        Assert.True((await SeenAsync(node)).Releases("came"));

        Assert.Equal(scope.Name, (await RemoveAsync(scope.Name)).Value);
        Assert.False((await SeenAsync(deployment.Services)).Releases("came"));
        await node.GetRequiredService<ChangeFeed>().FollowAsync(default);
        Assert.Null((await SeenAsync(node)).Find(scope.Name));
    }

    [Fact, Attack("XT-05")]
    public async Task It_is_in_no_other_pool()
    {
        var operators = await deployment.PoolAsync("operators");
        var scope = Scope();
        await AddAsync(scope, operators);

        Assert.DoesNotContain(scope.Name, (await ListAsync()).Select(each => each.Name));
        Assert.Null((await SeenAsync(deployment.Services)).Find(scope.Name));
        Assert.NotNull((await SeenAsync(deployment.Services, "operators")).Find(scope.Name));
        Assert.Contains(await deployment.EventsAsync("custom_scope_added", operators), row => row.Detail!.Contains($"\"scope\":\"{scope.Name}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "scope_name_malformed")]
    [InlineData("a b", "scope_name_malformed")]
    [InlineData("book:read", "scope_name_malformed")]
    [InlineData("*", "scope_name_malformed")]
    [InlineData("email\u200b", "scope_name_malformed")]
    [InlineData("еmail", "scope_name_malformed")]
    [InlineData("openid", "scope_reserved")]
    [InlineData("offline_access", "scope_reserved")]
    [InlineData("user", "scope_reserved")]
    [InlineData("email", "scope_reserved")]
    [InlineData("Email", "scope_reserved")]
    [InlineData("extended_fields", "scope_reserved")]
    public async Task A_name_of_something_else_or_of_nothing_is_refused(string name, string reason) =>
        Assert.Equal([reason], await RefusalsAsync(new CustomScope(name, null, [])));

    [Theory]
    [InlineData("")]
    [InlineData("See \u202eliame")]
    [InlineData("one\ntwo")]
    public async Task What_people_read_is_all_to_be_seen(string description) =>
        Assert.Equal(["description_malformed"], await RefusalsAsync(Scope() with { Description = description }));

    [Fact, Attack("CO-02")]
    public async Task The_name_of_a_resource_would_pass_for_a_permission()
    {
        var code = deployment.Name("book");
        await using (var db = await deployment.DatabaseAsync())
        {
            db.Resources.Add(new ResourceRow { PoolId = deployment.PoolId, Id = Guid.NewGuid(), Code = code });
            await db.SaveChangesAsync();
        }

        Assert.Equal(["scope_is_resource"], await RefusalsAsync(new CustomScope(code, null, [])));
        var scope = Scope();
        await AddAsync(scope);
        var resource = await deployment.Get<CreateResource>().RunAsync(Actor.CommandLine, new NewResource(deployment.PoolId, scope.Name, ResourceType.Api, null, []), default);
        Assert.Equal("resource_is_scope", Assert.Single(resource.Faults).Reason);
    }

    [Fact]
    public async Task Scopes_and_claims_have_one_meaning_in_a_pool()
    {
        var name = deployment.Name("claim");
        var scope = Scope(new CustomClaim(name, "x", null));
        await AddAsync(scope);

        Assert.Equal(["scope_exists"], await RefusalsAsync(scope with { Claims = [] }));
        Assert.Equal(["claim_exists"], await RefusalsAsync(Scope(new CustomClaim(name, "y", null))));
        Assert.Equal(["claim_reserved"], await RefusalsAsync(Scope(new CustomClaim("exp", "0", null))));
        Assert.Equal("scope_unknown", Assert.Single((await RemoveAsync("nothing")).Faults).Reason);
    }

    [Fact]
    public async Task Of_several_at_once_none_is_lost()
    {
        var scopes = Enumerable.Range(0, 6).Select(_ => Scope()).ToList();

        var outcomes = await Task.WhenAll(scopes.Select(scope => Task.Run(() => AddAsync(scope))));

        Assert.All(outcomes, outcome => Assert.Empty(outcome.Faults));
        Assert.Subset((await ListAsync()).Select(scope => scope.Name).ToHashSet(), scopes.Select(scope => scope.Name).ToHashSet());
    }
}
