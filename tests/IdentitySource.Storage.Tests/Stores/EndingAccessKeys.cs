using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit.Contracts;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

/// <summary>What a programmatic access account leaves behind when it goes, while its last request is still under way.</summary>
public class EndingAccessKeys(PostgresGround ground) : IClassFixture<PostgresGround>
{
    private static NewMachineToken Token(Seeded at, byte filler) => new(
        at.PoolId, at.ServerId, at.ApplicationId, at.AccessKeyId, [.. Enumerable.Repeat(filler, 32)], Scopes.FromTrusted("book"), at.Now, at.Now.AddMinutes(10));

    private Task<int> DeleteAsync(Seeded at) => ground.DoAsync($"DELETE FROM access_keys WHERE pool_id = '{at.PoolId}' AND id = '{at.AccessKeyId}'");

    [Fact]
    public async Task Its_opaque_tokens_go_with_it()
    {
        var at = await ground.SeedAsync();
        await ground.Grants.AddMachineTokenAsync(Token(at, 1), default);
        Assert.Equal(1, await ground.CountAsync("access_tokens", at.PoolId));

        await DeleteAsync(at);

        Assert.Equal(0, await ground.CountAsync("access_tokens", at.PoolId));
    }

    [Fact]
    public async Task A_token_of_an_account_that_is_gone_or_of_another_application_is_not_written()
    {
        var at = await ground.SeedAsync();
        await ground.Grants.AddMachineTokenAsync(Token(at, 1) with { ApplicationId = at.OtherApplicationId }, default);
        await DeleteAsync(at);

        await ground.Grants.AddMachineTokenAsync(Token(at, 2), default);

        Assert.Equal(0, await ground.CountAsync("access_tokens", at.PoolId));
    }
}
