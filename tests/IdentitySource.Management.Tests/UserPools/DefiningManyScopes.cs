using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.UserPools;

public class DefiningManyScopes(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task There_is_an_end_to_scopes_and_to_what_all_of_them_release()
    {
        CustomClaim[] claims = [.. Enumerable.Range(0, 4).Select(number => new CustomClaim($"c{number}", new string('x', 1000), null))];
        Assert.Empty(await AddAsync("large", claims));
        Assert.Equal(["claims_too_large"], await AddAsync("more", new CustomClaim("c", new string('x', 500), null)));
        for (var number = 1; number < 50; number++)
        {
            Assert.Empty(await AddAsync($"scope-{number}"));
        }

        Assert.Equal(["scopes_too_many"], await AddAsync("scope-50"));
    }

    private async Task<string[]> AddAsync(string name, params CustomClaim[] claims) =>
        [.. (await deployment.Get<AddCustomScope>().RunAsync(Actor.CommandLine, deployment.PoolId, new CustomScope(name, null, claims), default)).Faults.Select(fault => fault.Reason)];
}
