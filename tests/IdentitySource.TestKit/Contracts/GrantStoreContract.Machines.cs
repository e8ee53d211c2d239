using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    private async Task<(Seeded At, NewMachineToken Token)> IssueMachineTokenAsync()
    {
        var at = await Ground.SeedAsync();
        NewMachineToken token = new(at.PoolId, at.ServerId, at.ApplicationId, at.AccessKeyId, NewHash(), Scopes.Of(["book", "announce:read"]), at.Now, at.Now.AddMinutes(10));
        await Ground.Grants.AddMachineTokenAsync(token, default);
        return (at, token);
    }

    private Task<FoundMachineToken?> FindAsync(NewMachineToken token) => Ground.Grants.FindMachineTokenAsync(token.PoolId, token.ServerId, token.Hash, default);

    [StoreFact]
    public async Task A_machines_opaque_access_token_comes_back_with_its_scope_and_account()
    {
        var (at, token) = await IssueMachineTokenAsync();

        var found = (await FindAsync(token))!;

        Assert.Equal(
            (at.AccessKeyId, at.ApplicationId, "book announce:read", token.IssuedAt, token.ExpiresAt),
            (found.AccessKeyId, found.ApplicationId, found.Scopes.ToString(), found.IssuedAt, found.ExpiresAt));
    }

    [StoreFact, Attack("XT-01")]
    public async Task A_machines_opaque_access_token_is_found_at_its_own_server_and_pool_alone()
    {
        var (_, token) = await IssueMachineTokenAsync();
        var other = await Ground.SeedAsync();

        Assert.Null(await FindAsync(token with { ServerId = Guid.CreateVersion7() }));
        Assert.Null(await FindAsync(token with { PoolId = other.PoolId }));
        Assert.Null(await FindAsync(token with { Hash = NewHash() }));
    }

    [StoreFact]
    public async Task A_machines_opaque_access_token_is_no_persons_and_a_persons_is_no_machines()
    {
        var (at, machine) = await IssueMachineTokenAsync();
        var (issued, person) = await IssueAccessTokenAsync();

        Assert.Null(await Ground.Grants.FindAccessTokenAsync(at.PoolId, at.ServerId, machine.Hash, default));
        Assert.Null(await Ground.Grants.FindMachineTokenAsync(issued.At.PoolId, issued.At.ServerId, person.Hash, default));
    }

    [StoreFact, Spec("RFC 7009 §2.1")]
    public async Task Revoking_a_machines_opaque_access_token_ends_that_one_alone()
    {
        var (_, token) = await IssueMachineTokenAsync();
        var other = token with { Hash = NewHash() };
        await Ground.Grants.AddMachineTokenAsync(other, default);

        await Ground.Grants.RevokeAccessTokenAsync(token.PoolId, token.Hash, default);

        Assert.Null(await FindAsync(token));
        Assert.NotNull(await FindAsync(other));
    }
}
