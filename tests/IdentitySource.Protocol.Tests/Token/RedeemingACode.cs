using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Token;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

[Spec("RFC 6749 §4.1.3")]
public class RedeemingACode
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public RedeemingACode() => web = provider.Web().SignedIn();

    private static void Refused(string reason, Result<IssuedTokens> answer)
    {
        Assert.Equal(("invalid_grant", reason, 400), (answer.Error!.Code, answer.Error.Reason, answer.Error.Status));
        Assert.Equal("The grant is invalid, expired, revoked or was issued to someone else.", answer.Error.Description);
    }

    /// <summary>The code was taken with the refused try, and what it stood for has ended.</summary>
    private async Task BurnedAsync(string code, string reason)
    {
        Assert.Equal(reason, Assert.Single(provider.Grants.Revocations).Reason);
        Refused("code_replayed", await web.ExchangeAsync(code));
        Assert.Equal(0, provider.Grants.LiveRefreshTokens);
    }

    [Fact, Spec("RFC 6749 §4.1.2"), Attack("AC-01"), Suite("oidcc-codereuse"), Suite("oidcc-codereuse-30seconds")]
    public async Task A_code_buys_tokens_once_and_a_replay_revokes_what_it_bought()
    {
        var code = await web.CodeAsync("openid offline_access");
        var tokens = (await web.ExchangeAsync(code)).Value!.Response;
        Assert.True((await web.IntrospectAsync(tokens.AccessToken)).Value!.Active);

        Refused("code_replayed", await web.ExchangeAsync(code));

        Assert.Equal("access_token_grant_ended", (await web.UserInfoAsync(tokens.AccessToken)).Error!.Reason);
        Assert.False((await web.IntrospectAsync(tokens.AccessToken)).Value!.Active);
        Refused("refresh_grant_ended", await web.RefreshAsync(tokens.RefreshToken));
    }

    [Fact, Attack("AC-01")]
    public async Task A_replay_revokes_whoever_replays_and_however()
    {
        var code = await web.CodeAsync();
        var tokens = (await web.ExchangeAsync(code)).Value!.Response;

        Refused("code_replayed", await web.ExchangeAsync(code, form => form.With("code_verifier", "wrong")));

        Assert.False((await web.IntrospectAsync(tokens.AccessToken)).Value!.Active);
    }

    [Fact, Attack("AC-02")]
    public async Task Of_many_exchanges_at_once_one_gets_tokens_and_none_keeps_them()
    {
        var code = await web.CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => web.ExchangeAsync(code))));

        var tokens = Assert.Single(answers, answer => answer.Error is null).Value!.Response;
        Assert.False((await web.IntrospectAsync(tokens.AccessToken)).Value!.Active);
    }

    [Fact]
    public async Task No_code_is_refused() => Assert.Equal("code_missing", (await web.ExchangeAsync("")).Error!.Reason);

    [Theory, Attack("AC-07"), Attack("AC-12")]
    [InlineData("' OR '1'='1")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ü🙂")]
    public async Task A_code_that_we_never_made_is_unknown(string code) => Refused("code_unknown", await web.ExchangeAsync(code));

    [Fact, Attack("RF-10")]
    public async Task A_refresh_token_is_no_code()
    {
        var tokens = await web.TokensAsync("openid offline_access");

        Refused("code_unknown", await web.ExchangeAsync(tokens.RefreshToken!));
    }

    [Fact, Attack("AC-04"), Suite("fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client")]
    public async Task A_code_of_another_application_is_burned()
    {
        var shared = web.At(provider.SharedServer());
        var evil = provider.Web().At(shared.Server);
        var code = await shared.CodeAsync("openid offline_access");

        Refused("code_of_other_application", await evil.ExchangeAsync(code));

        Refused("code_replayed", await shared.ExchangeAsync(code));
        Assert.Equal(0, provider.Grants.LiveRefreshTokens);
    }

    [Fact, Attack("MX-06")]
    public async Task A_code_is_unknown_at_another_issuer_and_not_burned_there()
    {
        var code = await web.CodeAsync();

        Refused("code_unknown", await web.At(provider.SharedServer()).ExchangeAsync(code));

        Assert.NotNull((await web.ExchangeAsync(code)).Value);
    }

    [Theory, Attack("AC-06")]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(61, false)]
    public async Task A_code_lives_sixty_seconds(int seconds, bool good)
    {
        var code = await web.CodeAsync("openid offline_access");
        provider.Clock.AdvanceSeconds(seconds);

        var answer = await web.ExchangeAsync(code);

        if (good)
        {
            Assert.NotNull(answer.Value);
            return;
        }

        Refused("code_expired", answer);
        await BurnedAsync(code, "code_expired");
    }

    [Fact]
    public async Task An_application_may_set_another_lifetime()
    {
        web.Change(application => application with { Policy = application.Policy with { CodeLifetime = TimeSpan.FromMinutes(10) } });
        var code = await web.CodeAsync();
        provider.Clock.AdvanceSeconds(599);

        Assert.NotNull((await web.ExchangeAsync(code)).Value);
    }

    [Theory, Attack("RU-21")]
    [InlineData("https://rp.acme.test/cb2")]
    [InlineData("https://rp.acme.test/CB")]
    [InlineData("https://rp.acme.test/cb/")]
    [InlineData(null)]
    [InlineData("")]
    public async Task Another_redirect_uri_or_none_burns_the_code(string? redirectUri)
    {
        web.Change(application => application with { RedirectUris = [NewApplication.Callback, "https://rp.acme.test/cb2"] });
        var code = await web.CodeAsync("openid offline_access");

        Refused("redirect_uri_differs", await web.ExchangeAsync(
            code, form => redirectUri is null ? form.Without("redirect_uri") : form.With("redirect_uri", redirectUri)));

        await BurnedAsync(code, "redirect_uri_differs");
    }

    [Fact]
    public async Task The_port_of_a_loopback_address_is_part_of_what_is_repeated()
    {
        var native = provider.Native(application => application with { Policy = application.Policy with { ShowConsent = false } }).SignedIn();
        var code = await native.CodeAsync(change: request => request.With("redirect_uri", "http://127.0.0.1:51004/cb"));

        Refused("redirect_uri_differs", await native.ExchangeAsync(code, form => form.With("redirect_uri", "http://127.0.0.1:51005/cb")));
    }

    [Fact, Attack("AC-10")]
    public async Task A_person_who_was_blocked_meanwhile_gets_nothing()
    {
        var code = await web.CodeAsync();
        provider.People.Block(provider.PoolId, provider.Ann.Id);

        Refused("code_grant_ended", await web.ExchangeAsync(code));
    }

    [Theory, Attack("AC-10")]
    [InlineData("openid", "code_grant_ended")]
    [InlineData("openid offline_access", "code_session_ended")]
    public async Task A_person_who_signed_out_meanwhile_gets_nothing_offline_or_not(string scope, string reason)
    {
        var code = await web.CodeAsync(scope);
        web.EndSession();

        Refused(reason, await web.ExchangeAsync(code));
        await BurnedAsync(code, reason);
    }

    [Fact, Attack("AC-10")]
    public async Task An_application_that_was_disabled_meanwhile_gets_nothing()
    {
        var code = await web.CodeAsync();
        web.Change(application => application with { Enabled = false });

        Assert.Equal("client_disabled", (await web.ExchangeAsync(code)).Error!.Reason);
    }

    [Fact]
    public async Task A_refresh_token_comes_with_offline_access_only()
    {
        Assert.Null((await web.TokensAsync("openid")).RefreshToken);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", (await web.TokensAsync("openid offline_access")).RefreshToken);
    }

    [Fact]
    public async Task A_refresh_grant_taken_from_the_application_meanwhile_gets_no_refresh_token()
    {
        var code = await web.CodeAsync("openid offline_access");
        web.Change(application => application with { GrantTypes = ["authorization_code"] });

        Assert.Null((await web.ExchangeAsync(code)).Value!.Response.RefreshToken);
        Assert.Equal(0, provider.Grants.LiveRefreshTokens);
    }
}
