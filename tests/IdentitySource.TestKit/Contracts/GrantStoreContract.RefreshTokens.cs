using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    [StoreFact, Spec("RFC 9700 §4.14.2")]
    public async Task A_use_spends_the_token_and_writes_its_successor()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var successor = NewHash();
        var use = Use(issued.At, token, successor, after: TimeSpan.FromHours(1));

        var used = await Ground.Grants.UseRefreshTokenAsync(use, default);

        Assert.Equivalent(issued.Authorization, used!.Grant.Authorization, strict: true);
        Assert.Equivalent(issued.At.Subject, used.Grant.Subject, strict: true);
        Assert.Equal((issued.At.Now + Lifetime, use.Now, null), (used.ExpiresAt, used.SpentAt, used.SuccessorUsedAt));
        Assert.Equal(use.Now, (await FindAsync(issued.At, token))!.SpentAt);
        var next = await FindAsync(issued.At, successor);
        Assert.Equal((use.Now, use.Now + Lifetime, null), (next!.IssuedAt, next.ExpiresAt, next.SpentAt));
        Assert.Equal(issued.Authorization.Id, next.Grant.Authorization.Id);
    }

    [StoreFact, Attack("RF-03"), Attack("RF-16")]
    public async Task A_repeat_changes_nothing_and_keeps_the_successor_usable()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var successor = NewHash();
        await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, successor, after: TimeSpan.Zero), default);

        var again = await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, successor, after: TimeSpan.FromSeconds(30)), default);

        Assert.Equal((issued.At.Now, null), (again!.SpentAt, again.SuccessorUsedAt));
        var next = await FindAsync(issued.At, successor);
        Assert.Equal((issued.At.Now, issued.At.Now + Lifetime, null), (next!.IssuedAt, next.ExpiresAt, next.SpentAt));
        Assert.NotNull(await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, successor, NewHash(), after: TimeSpan.FromSeconds(30)), default));
    }

    [StoreFact, Attack("RF-12")]
    public async Task A_repeat_long_after_tells_when_the_token_was_spent_and_whether_its_successor_was_used()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var (second, third) = (NewHash(), NewHash());
        var (first, next, late) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(9));
        await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, second, first), default);

        var lost = await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, second, next), default);
        await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, second, third, next), default);
        var stolen = await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, second, late), default);

        Assert.Equal((issued.At.Now + first, null), (lost!.SpentAt, lost.SuccessorUsedAt));
        Assert.Equal((issued.At.Now + first, issued.At.Now + next), (stolen!.SpentAt, stolen.SuccessorUsedAt));
    }

    [StoreFact]
    public async Task A_repeat_writes_no_second_successor()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var (first, other) = (NewHash(), NewHash());
        await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, first, after: TimeSpan.Zero), default);

        await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, other, after: TimeSpan.FromHours(1)), default);

        Assert.Null(await FindAsync(issued.At, other));
    }

    [StoreFact, Attack("RF-02")]
    public async Task Of_many_uses_at_once_all_get_the_same_successor()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var successor = NewHash();

        var used = await RaceAsync(() => Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, successor, after: TimeSpan.Zero), default));

        Assert.All(used, each => Assert.Equal(issued.At.Now, each!.SpentAt));
        Assert.Null((await FindAsync(issued.At, successor))!.SpentAt);
    }

    [StoreFact, Attack("RF-04"), Attack("RF-06")]
    public async Task A_token_is_not_there_for_another_application_server_or_pool_and_is_not_spent_by_the_try()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var other = await Ground.SeedAsync();
        var use = Use(issued.At, token, NewHash(), after: TimeSpan.Zero);

        Assert.Null(await Ground.Grants.UseRefreshTokenAsync(use with { ApplicationId = issued.At.OtherApplicationId }, default));
        Assert.Null(await Ground.Grants.UseRefreshTokenAsync(use with { ServerId = Guid.CreateVersion7() }, default));
        Assert.Null(await Ground.Grants.UseRefreshTokenAsync(use with { PoolId = other.PoolId }, default));
        Assert.Null(await Ground.Grants.UseRefreshTokenAsync(use with { Hash = NewHash() }, default));

        Assert.Null((await FindAsync(issued.At, token))!.SpentAt);
        Assert.Null(await FindAsync(issued.At, use.Successor.Hash!));
    }

    [StoreFact]
    public async Task A_token_is_found_at_its_own_server_only()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var other = await Ground.SeedAsync();

        Assert.NotNull(await FindAsync(issued.At, token));
        Assert.Null(await FindAsync(issued.At with { ServerId = Guid.CreateVersion7() }, token));
        Assert.Null(await FindAsync(other with { ServerId = issued.At.ServerId }, token));
    }

    [StoreFact, Attack("RF-11")]
    public async Task A_token_past_its_end_is_neither_spent_nor_followed()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var use = Use(issued.At, token, NewHash(), after: Lifetime);

        var used = await Ground.Grants.UseRefreshTokenAsync(use, default);

        Assert.Equal((issued.At.Now + Lifetime, null), (used!.ExpiresAt, used.SpentAt));
        Assert.Null((await FindAsync(issued.At, token))!.SpentAt);
        Assert.Null(await FindAsync(issued.At, use.Successor.Hash!));
    }

    [StoreFact, Attack("RF-11")]
    public async Task No_successor_outlives_the_absolute_end_of_the_authorization()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var absolute = TimeSpan.FromDays(31);
        var use = Use(issued.At, token, NewHash(), after: TimeSpan.FromDays(20));

        await Ground.Grants.UseRefreshTokenAsync(use with { Successor = use.Successor with { AbsoluteLifetime = absolute } }, default);

        Assert.Equal(issued.At.Now + absolute, (await FindAsync(issued.At, use.Successor.Hash!))!.ExpiresAt);
    }

    [StoreFact]
    public async Task A_token_that_is_not_rotated_lives_on_with_its_end_moved()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var use = Use(issued.At, token, NewHash(), after: TimeSpan.FromDays(20)) with { Rotate = false };

        var used = await Ground.Grants.UseRefreshTokenAsync(use, default);

        Assert.Equal((issued.At.Now + Lifetime, null), (used!.ExpiresAt, used.SpentAt));
        Assert.Equal((use.Now + Lifetime, null), await FindAsync(issued.At, token) is var found ? (found!.ExpiresAt, found.SpentAt) : default);
        Assert.Null(await FindAsync(issued.At, use.Successor.Hash!));
    }

    [StoreFact]
    public async Task A_token_that_is_not_rotated_does_not_outlive_the_absolute_end_nor_return_from_its_own()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        var use = Use(issued.At, token, NewHash(), after: TimeSpan.FromDays(20)) with { Rotate = false };
        var absolute = TimeSpan.FromDays(31);

        await Ground.Grants.UseRefreshTokenAsync(use with { Successor = use.Successor with { AbsoluteLifetime = absolute } }, default);
        var late = await Ground.Grants.UseRefreshTokenAsync(use with { Now = issued.At.Now + absolute }, default);

        Assert.Equal(issued.At.Now + absolute, late!.ExpiresAt);
        Assert.Equal(issued.At.Now + absolute, (await FindAsync(issued.At, token))!.ExpiresAt);
    }

    [StoreFact]
    public async Task A_token_spent_before_rotation_was_switched_off_stays_spent()
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, NewHash(), after: TimeSpan.Zero), default);

        var again = await Ground.Grants.UseRefreshTokenAsync(Use(issued.At, token, NewHash(), after: TimeSpan.FromHours(1)) with { Rotate = false }, default);

        Assert.Equal(issued.At.Now, again!.SpentAt);
        Assert.Equal(issued.At.Now + Lifetime, (await FindAsync(issued.At, token))!.ExpiresAt);
    }

    [StoreFact, Attack("RF-07")]
    public async Task A_use_tells_that_the_person_was_blocked_the_session_ended_or_the_authorization_revoked()
    {
        var (blocked, ended, revoked) = (await IssueRefreshTokenAsync(), await IssueRefreshTokenAsync(), await IssueRefreshTokenAsync());
        await Ground.BlockSubjectAsync(blocked.Issued.At);
        await Ground.EndSessionAsync(ended.Issued.At);
        await Ground.Grants.RevokeAsync(revoked.Issued.At.PoolId, revoked.Issued.Authorization.Id, "test", revoked.Issued.At.Now, default);

        Assert.False((await UseAsync(blocked)).Subject.Active);
        Assert.True((await UseAsync(ended)).SessionEnded);
        Assert.Equal(revoked.Issued.At.Now, (await UseAsync(revoked)).Authorization.RevokedAt);

        async Task<Protocol.Tokens.Grant> UseAsync((Issued Issued, byte[] RefreshToken) of) =>
            (await Ground.Grants.UseRefreshTokenAsync(Use(of.Issued.At, of.RefreshToken, NewHash(), after: TimeSpan.Zero), default))!.Grant;
    }
}
