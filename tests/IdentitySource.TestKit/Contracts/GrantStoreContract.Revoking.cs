using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    [StoreFact, Spec("RFC 7009 §2.1")]
    public async Task Revoking_ends_the_authorization_and_every_read_says_since_when()
    {
        var (issued, token) = await IssueRefreshTokenAsync();

        await Ground.Grants.RevokeAsync(issued.At.PoolId, issued.Authorization.Id, "revoked_by_application", issued.At.Now, default);

        Assert.Equal(issued.At.Now, (await FindGrantAsync(issued))!.Authorization.RevokedAt);
        Assert.Equal(issued.At.Now, (await FindAsync(issued.At, token))!.Grant.Authorization.RevokedAt);
    }

    [StoreFact]
    public async Task Revoking_twice_keeps_the_first_time()
    {
        var issued = await IssueAsync();
        await Ground.Grants.RevokeAsync(issued.At.PoolId, issued.Authorization.Id, "first", issued.At.Now, default);

        await Ground.Grants.RevokeAsync(issued.At.PoolId, issued.Authorization.Id, "second", issued.At.Now.AddHours(1), default);

        Assert.Equal(issued.At.Now, (await FindGrantAsync(issued))!.Authorization.RevokedAt);
    }

    [StoreFact, Attack("XT-01")]
    public async Task Revoking_does_nothing_in_another_pool_nor_to_what_is_not_there()
    {
        var issued = await IssueAsync();
        var other = await Ground.SeedAsync();

        await Ground.Grants.RevokeAsync(other.PoolId, issued.Authorization.Id, "test", issued.At.Now, default);
        await Ground.Grants.RevokeAsync(issued.At.PoolId, Guid.CreateVersion7(), "test", issued.At.Now, default);

        Assert.Null((await FindGrantAsync(issued))!.Authorization.RevokedAt);
    }

    [StoreFact, Spec("RFC 7009 §2.1")]
    public async Task Revoking_an_access_token_ends_that_one_alone()
    {
        var issued = await IssueAsync();

        await Ground.Grants.RevokeAccessTokenAsync(issued.At.PoolId, "revoked-token", issued.At.Now.AddHours(1), default);
        await Ground.Grants.RevokeAccessTokenAsync(issued.At.PoolId, "revoked-token", issued.At.Now.AddHours(1), default);

        Assert.Null(await FindGrantAsync(issued, "revoked-token"));
        Assert.NotNull(await FindGrantAsync(issued, "other-token"));
    }

    [StoreFact, Spec("RFC 7009 §2.1"), Attack("XT-01")]
    public async Task A_token_without_a_grant_is_revoked_in_its_own_pool_and_nowhere_else()
    {
        var (at, other) = (await Ground.SeedAsync(), await Ground.SeedAsync());

        await Ground.Grants.RevokeAccessTokenAsync(at.PoolId, "machine-token", at.Now.AddHours(1), default);

        Assert.True(await Ground.Grants.IsAccessTokenRevokedAsync(at.PoolId, "machine-token", default));
        Assert.False(await Ground.Grants.IsAccessTokenRevokedAsync(at.PoolId, "machine-tokeN", default));
        Assert.False(await Ground.Grants.IsAccessTokenRevokedAsync(other.PoolId, "machine-token", default));
    }

    [StoreFact, Attack("XT-01")]
    public async Task A_token_revoked_in_one_pool_is_not_revoked_in_another()
    {
        var issued = await IssueAsync();
        var other = await Ground.SeedAsync();

        await Ground.Grants.RevokeAccessTokenAsync(other.PoolId, "same-id", issued.At.Now.AddHours(1), default);

        Assert.NotNull(await FindGrantAsync(issued, "same-id"));
    }

    [StoreFact, Attack("XT-01")]
    public async Task A_grant_is_not_found_in_another_pool_nor_when_it_never_was()
    {
        var issued = await IssueAsync();
        var other = await Ground.SeedAsync();

        Assert.Null(await FindGrantAsync(issued with { At = other }));
        Assert.Null(await Ground.Grants.FindGrantAsync(issued.At.PoolId, Guid.CreateVersion7(), "some-token", default));
    }

    [StoreFact, Attack("TT-16")]
    public async Task A_found_grant_tells_that_the_person_was_blocked_or_the_session_ended()
    {
        var (blocked, ended) = (await IssueAsync(), await IssueAsync());
        await Ground.BlockSubjectAsync(blocked.At);
        await Ground.EndSessionAsync(ended.At);

        Assert.False((await FindGrantAsync(blocked))!.Subject.Active);
        Assert.True((await FindGrantAsync(ended))!.SessionEnded);
    }
}
