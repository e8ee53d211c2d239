using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    private async Task<(Issued Issued, NewAccessToken Token)> IssueAccessTokenAsync()
    {
        var issued = await IssueAsync();
        NewAccessToken token = new(
            issued.At.PoolId, issued.Authorization.Id, NewHash(), Scopes.Of(["openid"]), issued.At.Now, issued.At.Now.AddHours(1));
        await Ground.Grants.AddAccessTokenAsync(token, default);
        return (issued, token);
    }

    private Task<FoundAccessToken?> FindAsync(Issued issued, NewAccessToken token) =>
        Ground.Grants.FindAccessTokenAsync(issued.At.PoolId, issued.At.ServerId, token.Hash, default);

    [StoreFact]
    public async Task An_opaque_access_token_comes_back_with_its_own_scope_and_its_grant()
    {
        var (issued, token) = await IssueAccessTokenAsync();

        var found = (await FindAsync(issued, token))!;

        Assert.Equal(("openid", token.IssuedAt, token.ExpiresAt), (found.Scopes.ToString(), found.IssuedAt, found.ExpiresAt));
        Assert.Equivalent(issued.Authorization, found.Grant.Authorization, strict: true);
        Assert.Equivalent(issued.At.Subject, found.Grant.Subject, strict: true);
    }

    [StoreFact, Attack("XT-01")]
    public async Task An_opaque_access_token_is_found_at_its_own_server_and_pool_alone()
    {
        var (issued, token) = await IssueAccessTokenAsync();
        var other = await Ground.SeedAsync();

        Assert.Null(await Ground.Grants.FindAccessTokenAsync(issued.At.PoolId, Guid.CreateVersion7(), token.Hash, default));
        Assert.Null(await Ground.Grants.FindAccessTokenAsync(other.PoolId, issued.At.ServerId, token.Hash, default));
        Assert.Null(await Ground.Grants.FindAccessTokenAsync(issued.At.PoolId, issued.At.ServerId, NewHash(), default));
    }

    [StoreFact, Spec("RFC 7009 §2.1"), Attack("XT-01")]
    public async Task Revoking_an_opaque_access_token_ends_that_one_alone()
    {
        var (issued, token) = await IssueAccessTokenAsync();
        var other = token with { Hash = NewHash() };
        await Ground.Grants.AddAccessTokenAsync(other, default);

        await Ground.Grants.RevokeAccessTokenAsync((await Ground.SeedAsync()).PoolId, token.Hash, default);
        Assert.NotNull(await FindAsync(issued, token));

        await Ground.Grants.RevokeAccessTokenAsync(issued.At.PoolId, token.Hash, default);
        await Ground.Grants.RevokeAccessTokenAsync(issued.At.PoolId, token.Hash, default);

        Assert.Null(await FindAsync(issued, token));
        Assert.NotNull(await FindAsync(issued, other));
    }

    [StoreFact, Attack("TT-16")]
    public async Task A_found_opaque_access_token_tells_that_its_authorization_was_revoked()
    {
        var (issued, token) = await IssueAccessTokenAsync();

        await Ground.Grants.RevokeAsync(issued.At.PoolId, issued.Authorization.Id, "test", issued.At.Now, default);

        Assert.Equal("revoked", (await FindAsync(issued, token))!.Grant.Dead());
    }

    [StoreFact]
    public async Task An_opaque_access_token_of_an_authorization_that_is_gone_is_not_written()
    {
        var (issued, token) = await IssueAccessTokenAsync();
        var orphan = token with { AuthorizationId = Guid.CreateVersion7(), Hash = NewHash() };

        await Ground.Grants.AddAccessTokenAsync(orphan, default);

        Assert.Null(await FindAsync(issued, orphan));
    }
}
