using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

[Spec("RFC 9700 §4.14.2")]
public class RotatingRefreshTokens
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public RotatingRefreshTokens() => web = provider.Web().SignedIn();

    private async Task<string> TokenAsync() => (await web.TokensAsync("openid offline_access")).RefreshToken!;

    private async Task<string> NextAsync(string token) => (await web.RefreshAsync(token)).Value!.Response.RefreshToken!;

    private static string? Verdict(Result<IssuedTokens> answer)
    {
        Assert.Equal(("invalid_grant", "refresh_token_reused"), (answer.Error?.Code, answer.Error?.Reason));
        return answer.Error!.Evidence.Single(each => each.Name == "verdict").Value;
    }

    [Theory, Attack("RF-03"), Attack("RF-16")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_repeat_within_the_window_gets_the_same_successor(int seconds)
    {
        var token = await TokenAsync();
        var first = await NextAsync(token);
        provider.Clock.AdvanceSeconds(seconds);

        Assert.Equal(first, await NextAsync(token));
        Assert.Equal(1, provider.Grants.LiveRefreshTokens);
        Assert.NotNull(await NextAsync(first));
    }

    [Fact, Attack("RF-02")]
    public async Task Many_uses_at_once_get_one_successor()
    {
        var token = await TokenAsync();

        var next = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => NextAsync(token))));

        Assert.Single(next.Distinct());
        Assert.Equal(1, provider.Grants.LiveRefreshTokens);
    }

    [Fact]
    public async Task Two_tabs_that_both_go_on_within_the_window_are_not_signed_out()
    {
        var token = await TokenAsync();
        var second = await NextAsync(token);
        var third = await NextAsync(second);
        provider.Clock.AdvanceSeconds(20);

        Assert.Equal(second, await NextAsync(token));
        Assert.Equal(third, await NextAsync(second));
    }

    [Fact]
    public async Task A_repeat_after_the_window_revokes_everything_the_sign_in_bought()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        var next = (await web.RefreshAsync(tokens.RefreshToken)).Value!.Response;
        provider.Clock.AdvanceSeconds(31);

        Assert.Equal("lost_response", Verdict(await web.RefreshAsync(tokens.RefreshToken)));

        Assert.Equal("refresh_token_reused", Assert.Single(provider.Grants.Revocations).Reason);
        Assert.Equal("refresh_grant_ended", (await web.RefreshAsync(next.RefreshToken)).Error!.Reason);
        Assert.False((await web.IntrospectAsync(next.AccessToken)).Value!.Active);
        Assert.Equal("access_token_grant_ended", (await web.UserInfoAsync(next.AccessToken)).Error!.Reason);
        Assert.Equal("refresh_grant_ended", (await web.RefreshAsync(tokens.RefreshToken)).Error!.Reason);
    }

    [Theory]
    [InlineData(31, "race")]
    [InlineData(120, "race")]
    [InlineData(121, "likely_theft")]
    [InlineData(86_400, "likely_theft")]
    public async Task When_the_successor_was_used_the_verdict_depends_on_how_long_ago(int seconds, string verdict)
    {
        var token = await TokenAsync();
        await NextAsync(await NextAsync(token));
        provider.Clock.AdvanceSeconds(seconds);

        Assert.Equal(verdict, Verdict(await web.RefreshAsync(token)));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(86_400)]
    public async Task When_the_successor_was_never_used_its_holder_most_likely_never_got_it(int seconds)
    {
        var token = await TokenAsync();
        await NextAsync(token);
        provider.Clock.AdvanceSeconds(seconds);

        Assert.Equal("lost_response", Verdict(await web.RefreshAsync(token)));
    }

    [Fact]
    public async Task The_evidence_tells_how_late_it_came_and_holds_no_secret()
    {
        var token = await TokenAsync();
        var next = await NextAsync(token);
        provider.Clock.AdvanceSeconds(90);

        var error = (await web.RefreshAsync(token)).Error!;

        Assert.Contains(new Evidence("seconds_since_spent", "90"), error.Evidence);
        Assert.DoesNotContain(error.Evidence, each => each.Value == token || each.Value == next);
    }

    [Fact]
    public async Task The_window_is_the_applications_own()
    {
        web.Change(application => application with { Policy = application.Policy with { RefreshReuseWindow = TimeSpan.Zero } });
        var token = await TokenAsync();
        await NextAsync(token);
        provider.Clock.AdvanceSeconds(1);

        Assert.Equal("lost_response", Verdict(await web.RefreshAsync(token)));
    }

    [Fact]
    public async Task Without_a_window_the_first_use_is_no_reuse_however_fine_the_clock_is()
    {
        web.Change(application => application with { Policy = application.Policy with { RefreshReuseWindow = TimeSpan.Zero } });
        var token = await TokenAsync();
        provider.Clock.Advance(TimeSpan.FromTicks(7));

        Assert.NotNull(await NextAsync(token));
    }

    [Fact, Attack("RF-02")]
    public async Task A_spent_token_that_has_expired_meanwhile_tells_of_a_theft_all_the_same()
    {
        var token = await TokenAsync();
        await NextAsync(token);
        provider.Clock.Advance(web.Application.Policy.RefreshTokenLifetime + TimeSpan.FromDays(1));

        var error = (await web.RefreshAsync(token)).Error!;

        Assert.Equal("refresh_token_reused", error.Reason);
        Assert.Equal((web.Application.Id, provider.Ann.Id), (error.ApplicationId, error.SubjectId));
    }

    [Fact]
    public async Task Who_hangs_up_does_not_stop_the_revocation()
    {
        var token = await TokenAsync();
        await NextAsync(token);
        provider.Clock.AdvanceSeconds(31);

        await web.RefreshAsync(token, cancel: new CancellationToken(canceled: true));

        Assert.Single(provider.Grants.Revocations);
    }

    [Fact]
    public async Task An_application_may_keep_its_token()
    {
        web.Change(application => application with { Policy = application.Policy with { RotateRefreshTokens = false } });
        var token = await TokenAsync();

        for (var day = 0; day < 50; day += 10)
        {
            Assert.Equal(token, await NextAsync(token));
            provider.Clock.Advance(TimeSpan.FromDays(10));
        }

        Assert.Equal(1, provider.Grants.LiveRefreshTokens);
        provider.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal("refresh_token_expired", (await web.RefreshAsync(token)).Error!.Reason);
    }

    [Fact]
    public async Task A_token_spent_before_rotation_was_switched_off_still_yields_its_successor()
    {
        var token = await TokenAsync();
        var next = await NextAsync(token);
        web.Change(application => application with { Policy = application.Policy with { RotateRefreshTokens = false } });

        Assert.Equal(next, await NextAsync(token));
        Assert.Equal(next, await NextAsync(next));
    }

    [Fact]
    public void The_successor_depends_on_the_key_and_on_the_spent_handle_alone()
    {
        var handle = TokenHandle.New();
        RefreshRotation here = new(new byte[32]), there = new(new byte[32]), foreign = new([.. Enumerable.Repeat((byte)1, 32)]);

        Assert.Equal(here.Successor(handle), there.Successor(handle));
        Assert.NotEqual(here.Successor(handle), foreign.Successor(handle));
        Assert.NotEqual(here.Successor(handle), here.Successor(TokenHandle.New()));
        Assert.NotEqual(handle, here.Successor(handle));
    }

    [Fact]
    public void A_handle_that_slips_into_a_text_says_nothing()
    {
        var handle = TokenHandle.New();

        Assert.Equal("(handle)", $"{handle}");
        Assert.Equal(32, handle.Hash().Length);
    }
}
