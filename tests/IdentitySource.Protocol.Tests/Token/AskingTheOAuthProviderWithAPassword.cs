using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Token;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

/// <summary>The password mode of the OAuth 2.0 provider: the RFC's own parameters and nothing beyond.</summary>
[Spec("RFC 6749 §4.3.2")]
public class AskingTheOAuthProviderWithAPassword
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty oidc;
    private readonly MemoryRelyingParty oauth;

    public AskingTheOAuthProviderWithAPassword()
    {
        oidc = provider.Web(application => Ticked(application, "password", "refresh_token"));
        oauth = oidc.At(oidc.Server.OAuth());
        provider.Passwords.Put(provider.PoolId, SignInName.Username, "ann", provider.Ann.Id);
        provider.Passwords.Put(provider.PoolId, SignInName.Email, "ann@acme.test", provider.Ann.Id);
        provider.Passwords.Put(provider.PoolId, SignInName.Phone, "+8613800000000", provider.Ann.Id);
    }

    private static readonly SentRequest Ann =
        SentRequest.Of(("grant_type", "password"), ("username", "ann"), ("password", MemoryPasswords.Right));

    private static Application Ticked(Application application, params string[] modes) =>
        application with { Policy = application.Policy with { OAuth = new OAuthProvider { GrantTypes = modes } } };

    private Task<Result<IssuedTokens>> AskAsync(SentRequest form) => oauth.TokenAsync(oauth.Proven(form, "client_secret_post"));

    private async Task<TokenResponse> TokensAsync(SentRequest form) => (await AskAsync(form)).Value!.Response;

    private async Task<(string Code, string Reason)> RefusedAsync(SentRequest form)
    {
        var error = (await AskAsync(form)).Error!;
        return (error.Code, error.Reason);
    }

    [Fact, Spec("RFC 6749 §4.3.3")]
    public async Task The_pair_buys_an_opaque_token_and_a_refresh_token_that_nobody_asked_for()
    {
        var tokens = await TokensAsync(Ann);

        Assert.Equal(("user", null), (tokens.Scope, tokens.IdToken));
        Assert.Matches("^[0-9a-f]{40}$", tokens.AccessToken);
        Assert.NotNull((await oauth.UserInfoAsync(tokens.AccessToken)).Value);
        var next = (await oauth.TokenAsync(oauth.Proven(
            SentRequest.Of(("grant_type", "refresh_token"), ("refresh_token", tokens.RefreshToken!)), "client_secret_basic"))).Value!.Response;
        Assert.Equal("user", next.Scope);
        Assert.NotEqual(tokens.RefreshToken, next.RefreshToken);
    }

    [Fact]
    public async Task Where_refresh_tokens_are_not_ticked_there_is_none()
    {
        oidc.Change(application => Ticked(application, "password"));

        Assert.Null((await TokensAsync(Ann)).RefreshToken);
    }

    [Theory]
    [InlineData("email", "ann@acme.test")]
    [InlineData("phone", "+8613800000000")]
    public async Task It_takes_a_username_only(string kind, string name)
    {
        Assert.Equal(("invalid_request", "password_username_missing"), await RefusedAsync(Ann.With("username", "").And(kind, name)));
        Assert.Equal(("invalid_request", "password_name_not_one"), await RefusedAsync(Ann.And(kind, name)));
        Assert.Empty(provider.Passwords.Tries);
    }

    [Fact, Spec("RFC 6749 §3.3")]
    public async Task The_scopes_of_OpenID_Connect_are_not_its_own()
    {
        Assert.Equal("email", (await TokensAsync(Ann.And("scope", "openid email offline_access"))).Scope);
        Assert.Equal(("invalid_scope", "password_scope_unknown"), await RefusedAsync(Ann.And("scope", "openid")));
    }

    [Fact, Attack("EN-01"), Attack("EN-06")]
    public async Task Every_failure_has_the_one_text()
    {
        var wrong = (await AskAsync(Ann.With("password", "guess"))).Error!;
        provider.Passwords.NeedsSecondFactor = true;
        var factor = (await AskAsync(Ann)).Error!;

        Assert.Equal(("invalid_grant", "password_pair_wrong", "invalid credentials provided"), (wrong.Code, wrong.Reason, wrong.Description));
        Assert.Equal(("invalid_grant", "password_second_factor_needed", "invalid credentials provided"), (factor.Code, factor.Reason, factor.Description));
    }

    [Fact, Attack("CA-27")]
    public async Task Ticked_at_one_provider_it_is_not_ticked_at_the_other()
    {
        Assert.Equal("grant_type_not_allowed", (await oidc.TokenAsync(oidc.Proven(Ann, oidc.Application.Authentication.Token))).Error!.Reason);

        oidc.Change(application => Ticked(application, "authorization_code") with { GrantTypes = ["password"] });
        Assert.Equal(("unauthorized_client", "grant_type_not_allowed"), await RefusedAsync(Ann));
        Assert.Empty(provider.Passwords.Tries);
    }
}
