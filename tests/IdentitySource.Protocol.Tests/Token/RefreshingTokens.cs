using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

[Spec("RFC 6749 §6"), Suite("oidcc-refresh-token")]
public class RefreshingTokens
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public RefreshingTokens() => web = provider.Web().SignedIn();

    private static void Refused(string code, string reason, Result<IssuedTokens> answer) =>
        Assert.Equal((code, reason, 400), (answer.Error!.Code, answer.Error.Reason, answer.Error.Status));

    private Task<TokenResponse> OfflineAsync(string scope = "openid offline_access profile email") => web.TokensAsync(scope);

    [Fact]
    public async Task A_refresh_token_buys_new_tokens_of_the_same_scope_and_its_successor()
    {
        var first = await OfflineAsync();

        var second = (await web.RefreshAsync(first.RefreshToken)).Value!.Response;

        Assert.Equal((first.Scope, 3600L), (second.Scope, second.ExpiresIn));
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", second.RefreshToken);
        Assert.NotNull((await web.RefreshAsync(second.RefreshToken)).Value);
        Assert.Equal(1, provider.Grants.LiveRefreshTokens);
    }

    [Fact, Spec("OIDC Core §12.2"), Attack("RF-17"), Attack("PM-11")]
    public async Task A_refreshed_id_token_keeps_who_and_when_and_has_no_nonce()
    {
        var first = await OfflineAsync();
        provider.Clock.AdvanceSeconds(7200);

        var second = (await web.RefreshAsync(first.RefreshToken)).Value!.Response;

        var (before, after) = (Jwt.Claims(first.IdToken!), Jwt.Claims(second.IdToken!));
        Assert.All((string[])["iss", "sub", "aud", "auth_time", "sid"], name => Assert.Equal(before.GetProperty(name).ToString(), after.GetProperty(name).ToString()));
        Assert.Equal(before.GetProperty("iat").GetInt64() + 7200, after.GetProperty("iat").GetInt64());
        Assert.False(after.TryGetProperty("nonce", out _));
        Assert.True(before.TryGetProperty("nonce", out _));
    }

    [Fact, Attack("RF-05"), Spec("RFC 6749 §6")]
    public async Task Without_the_applications_secret_it_buys_nothing_and_is_not_spent()
    {
        var first = await OfflineAsync();
        var form = SentRequest.Of(("grant_type", "refresh_token"), ("refresh_token", first.RefreshToken!));

        Assert.Equal("no_client_named", (await web.TokenAsync(new ClientRequest(form.Parameters, null))).Error!.Reason);
        Assert.Equal("method_not_allowed_here", (await web.TokenAsync(web.Proven(form, "none"))).Error!.Reason);
        Assert.NotNull((await web.RefreshAsync(first.RefreshToken)).Value);
        Assert.Equal(1, provider.Grants.LiveRefreshTokens);
    }

    [Fact, Attack("RF-09")]
    public async Task Scope_may_be_narrowed_and_asked_for_again()
    {
        var first = await OfflineAsync();

        var narrow = (await web.RefreshAsync(first.RefreshToken, form => form.With("scope", "openid"))).Value!.Response;
        var wide = (await web.RefreshAsync(narrow.RefreshToken, form => form.With("scope", "email openid"))).Value!.Response;
        var whole = (await web.RefreshAsync(wide.RefreshToken)).Value!.Response;

        Assert.Equal(("openid", "email openid", first.Scope), (narrow.Scope, wide.Scope, whole.Scope));
        Assert.False(Jwt.Claims(narrow.IdToken!).TryGetProperty("updated_at", out _));
        Assert.Equal("openid", Jwt.Claims(narrow.AccessToken).GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_scope_without_openid_brings_no_id_token()
    {
        var narrow = (await web.RefreshAsync((await OfflineAsync()).RefreshToken, form => form.With("scope", "email"))).Value!.Response;

        Assert.Null(narrow.IdToken);
        Assert.Equal("email", narrow.Scope);
    }

    [Theory, Attack("RF-08")]
    [InlineData("openid phone", "refresh_scope_widened")]
    [InlineData("openid profile admin", "refresh_scope_widened")]
    [InlineData("openid\tprofile", "scope_malformed")]
    [InlineData("openid  profile", "scope_spaces")]
    public async Task A_scope_beyond_what_was_granted_is_refused_and_does_not_cost_the_token(string scope, string reason)
    {
        var first = await OfflineAsync();

        Refused("invalid_scope", reason, await web.RefreshAsync(first.RefreshToken, form => form.With("scope", scope)));

        Assert.NotNull((await web.RefreshAsync(first.RefreshToken)).Value);
    }

    [Fact]
    public async Task An_empty_scope_is_left_out() =>
        Assert.Equal("openid offline_access", (await web.RefreshAsync((await OfflineAsync("openid offline_access")).RefreshToken, form => form.With("scope", ""))).Value!.Response.Scope);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task No_refresh_token_is_refused(string? token) => Refused(
        "invalid_request", "refresh_token_missing", await web.RefreshAsync("x", form => token is null ? form.Without("refresh_token") : form.With("refresh_token", token)));

    [Fact, Attack("RF-10"), Attack("RF-14"), Attack("RF-20")]
    public async Task Nothing_else_is_a_refresh_token()
    {
        var code = await web.CodeAsync();
        var tokens = await OfflineAsync();
        var token = tokens.RefreshToken!;

        foreach (var other in (string[])[code, tokens.AccessToken, tokens.IdToken!, token[..21], token[..42], token + "A", token.ToUpperInvariant(), "ü", TokenHandle.New().Value])
        {
            Refused("invalid_grant", "refresh_token_unknown", await web.RefreshAsync(other));
        }

        Assert.NotNull((await web.RefreshAsync(token)).Value);
    }

    [Fact, Attack("RF-04"), Attack("RF-06")]
    public async Task Another_application_or_issuer_cannot_use_it_and_does_not_harm_it()
    {
        var shared = web.At(provider.SharedServer());
        var other = provider.Spa().At(shared.Server);
        var token = (await shared.TokensAsync("openid offline_access")).RefreshToken;

        Refused("invalid_grant", "refresh_token_unknown", await other.RefreshAsync(token));
        Refused("invalid_grant", "refresh_token_unknown_here", await other.RefreshAsync(token, form => form.With("scope", "openid")));
        Refused("invalid_grant", "refresh_token_unknown", await web.RefreshAsync(token));
        Refused("invalid_grant", "refresh_token_unknown_here", await web.RefreshAsync(token, form => form.With("scope", "openid")));

        Assert.NotNull((await shared.RefreshAsync(token)).Value);
    }

    [Fact, Attack("RF-07")]
    public async Task It_ends_with_the_person_and_with_the_authorization()
    {
        var (blocked, revoked) = (await OfflineAsync(), await OfflineAsync());
        await web.RevokeAsync(revoked.RefreshToken!);
        Refused("invalid_grant", "refresh_grant_ended", await web.RefreshAsync(revoked.RefreshToken));

        provider.People.Block(provider.PoolId, provider.Ann.Id);
        Refused("invalid_grant", "refresh_grant_ended", await web.RefreshAsync(blocked.RefreshToken));
    }

    [Fact, Spec("OIDC Core §11")]
    public async Task It_outlives_the_session_as_offline_access_means()
    {
        var tokens = await OfflineAsync();
        web.EndSession();

        Assert.NotNull((await web.RefreshAsync(tokens.RefreshToken)).Value);
    }

    [Fact, Attack("RF-11")]
    public async Task It_dies_of_disuse()
    {
        var tokens = await OfflineAsync();
        provider.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var next = (await web.RefreshAsync(tokens.RefreshToken)).Value!.Response.RefreshToken;

        provider.Clock.Advance(TimeSpan.FromDays(30));

        Refused("invalid_grant", "refresh_token_expired", await web.RefreshAsync(next));
    }

    [Fact, Attack("RF-11"), Spec("RFC 9700 §4.14.2")]
    public async Task No_rotation_moves_the_absolute_end()
    {
        var start = provider.Clock.Now;
        var token = (await OfflineAsync()).RefreshToken;
        for (var day = 20; day < 365; day += 20)
        {
            provider.Clock.Advance(TimeSpan.FromDays(20));
            token = (await web.RefreshAsync(token)).Value!.Response.RefreshToken;
        }

        provider.Clock.Advance(start + TimeSpan.FromDays(365) - provider.Clock.Now);

        Refused("invalid_grant", "refresh_token_expired", await web.RefreshAsync(token));
    }
}
