using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    [StoreFact, Spec("RFC 6749 §4.1.2")]
    public async Task A_code_is_taken_once_and_the_second_try_names_what_the_first_bought()
    {
        var issued = await IssueAsync();

        var first = Assert.IsType<TakenCode.First>(await TakeAsync(issued));
        var second = Assert.IsType<TakenCode.Again>(await TakeAsync(issued));

        Assert.Equivalent(issued.Code, first.Code, strict: true);
        Assert.Equivalent(issued.Authorization, first.Grant.Authorization, strict: true);
        Assert.Equivalent(issued.At.Subject, first.Grant.Subject, strict: true);
        Assert.Equal((issued.Authorization.Id, issued.At.ApplicationId), (second.AuthorizationId, second.ApplicationId));
    }

    [StoreFact]
    public async Task A_code_without_challenge_and_an_authorization_without_nonce_keep_having_none()
    {
        var at = await Ground.SeedAsync();
        var authorization = AuthorizationAt(at) with { Nonce = null, Claims = ClaimsRequest.None };
        Issued issued = new(at, authorization, CodeAt(at) with { Challenge = null });
        await Ground.Grants.AddAsync(issued.Authorization, issued.Code, null, default);

        var taken = Assert.IsType<TakenCode.First>(await TakeAsync(issued));

        Assert.Null(taken.Code.Challenge);
        Assert.Null(taken.Grant.Authorization.Nonce);
        Assert.True(taken.Grant.Authorization.Claims.IsEmpty);
    }

    [StoreFact, Attack("AC-07")]
    public async Task A_code_that_was_never_issued_is_unknown()
    {
        var issued = await IssueAsync();

        Assert.IsType<TakenCode.Unknown>(await TakeAsync(issued with { Code = issued.Code with { Hash = NewHash() } }));
    }

    [StoreFact, Attack("MX-06"), Attack("XT-01")]
    public async Task A_code_is_unknown_at_another_server_and_in_another_pool_and_not_burned_there()
    {
        var issued = await IssueAsync();
        var other = await Ground.SeedAsync();

        Assert.IsType<TakenCode.Unknown>(await TakeAsync(issued with { At = issued.At with { ServerId = Guid.CreateVersion7() } }));
        Assert.IsType<TakenCode.Unknown>(await TakeAsync(issued with { At = other }));

        Assert.IsType<TakenCode.First>(await TakeAsync(issued));
    }

    [StoreFact]
    public async Task An_expired_code_is_taken_all_the_same_for_its_lifetime_is_judged_elsewhere()
    {
        var issued = await IssueAsync();
        var late = issued.Code.ExpiresAt.AddSeconds(1);

        var taken = await Ground.Grants.TakeCodeAsync(
            issued.At.PoolId, issued.At.ServerId, issued.Code.Hash, new NewRefreshToken(null, Lifetime, AbsoluteLifetime), late, default);

        Assert.Equal(issued.Code.ExpiresAt, Assert.IsType<TakenCode.First>(taken).Code.ExpiresAt);
        Assert.IsType<TakenCode.Again>(await TakeAsync(issued));
    }

    [StoreFact]
    public async Task An_offline_authorization_gets_its_refresh_token_with_the_take()
    {
        var issued = await IssueAsync();
        var hash = NewHash();

        await TakeAsync(issued, hash);

        var found = await FindAsync(issued.At, hash);
        Assert.Equal((issued.At.Now, issued.At.Now + Lifetime, null), (found!.IssuedAt, found.ExpiresAt, found.SpentAt));
        Assert.Equivalent(issued.Authorization, found.Grant.Authorization, strict: true);
        Assert.Equivalent(issued.At.Subject, found.Grant.Subject, strict: true);
    }

    [StoreFact]
    public async Task An_authorization_that_is_not_offline_gets_no_refresh_token()
    {
        var issued = await IssueAsync(offline: false);
        var hash = NewHash();

        await TakeAsync(issued, hash);

        Assert.Null(await FindAsync(issued.At, hash));
    }

    [StoreFact, Attack("AC-01")]
    public async Task A_second_take_writes_no_refresh_token()
    {
        var issued = await IssueAsync();
        var hash = NewHash();
        await TakeAsync(issued);

        await TakeAsync(issued, hash);

        Assert.Null(await FindAsync(issued.At, hash));
    }

    [StoreFact, Attack("AC-02")]
    public async Task Of_many_takes_at_once_one_is_the_first()
    {
        var issued = await IssueAsync();

        var taken = await RaceAsync(() => TakeAsync(issued, NewHash()));

        Assert.Single(taken, each => each is TakenCode.First);
        Assert.Equal(Contenders - 1, taken.Count(each => each is TakenCode.Again));
    }

    [StoreFact, Attack("AC-10")]
    public async Task A_take_tells_that_the_person_was_blocked_the_session_ended_or_the_authorization_revoked()
    {
        var (blocked, ended, revoked) = (await IssueAsync(), await IssueAsync(), await IssueAsync());
        await Ground.BlockSubjectAsync(blocked.At);
        await Ground.EndSessionAsync(ended.At);
        await Ground.Grants.RevokeAsync(revoked.At.PoolId, revoked.Authorization.Id, "test", revoked.At.Now, default);

        Assert.False(Assert.IsType<TakenCode.First>(await TakeAsync(blocked)).Grant.Subject.Active);
        Assert.True(Assert.IsType<TakenCode.First>(await TakeAsync(ended)).Grant.SessionEnded);
        Assert.Equal(revoked.At.Now, Assert.IsType<TakenCode.First>(await TakeAsync(revoked)).Grant.Authorization.RevokedAt);
    }
}
