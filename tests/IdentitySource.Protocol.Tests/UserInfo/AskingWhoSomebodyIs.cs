using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.UserInfo;

[Spec("OIDC Core §5.3"), Spec("RFC 6750 §3.1")]
public class AskingWhoSomebodyIs
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingWhoSomebodyIs() => web = provider.Web().SignedIn();

    private async Task<(string Code, string Reason, int Status)> RefusedAsync(string? token, MemoryRelyingParty? at = null)
    {
        var error = (await (at ?? web).UserInfoAsync(token)).Error!;
        return (error.Code, error.Reason, error.Status);
    }

    [Fact, Suite("oidcc-userinfo-get"), Suite("oidcc-server")]
    public async Task The_claims_of_the_tokens_scopes_come_as_they_are_now()
    {
        var token = (await web.TokensAsync("openid email")).AccessToken;
        provider.People.Put(provider.PoolId, provider.Ann with { Email = "new@acme.test", Name = "Ann" });

        var answer = (await web.UserInfoAsync(token)).Value!;

        Assert.Equal($$"""{"sub":"{{provider.Ann.Id:N}}","email":"new@acme.test","email_verified":false}""", Answers.Text(answer));
    }

    [Fact]
    public async Task The_claims_follow_a_narrowed_scope()
    {
        var tokens = await web.TokensAsync("openid offline_access email");
        var narrow = (await web.RefreshAsync(tokens.RefreshToken, form => form.With("scope", "openid"))).Value!.Response.AccessToken;

        Assert.Equal($$"""{"sub":"{{provider.Ann.Id:N}}"}""", Answers.Text((await web.UserInfoAsync(narrow)).Value!));
    }

    [Fact, Spec("RFC 6750 §3.1")]
    public async Task A_request_without_any_token_gets_a_challenge_and_no_error_code() => Assert.Equal(("", "bearer_missing", 401), await RefusedAsync(null));

    [Fact, Attack("TT-01"), Attack("TT-05"), Attack("JW-23")]
    public async Task Nothing_but_an_access_token_is_one()
    {
        var tokens = await web.TokensAsync("openid offline_access");

        foreach (var other in (string[])[tokens.IdToken!, tokens.RefreshToken!, await web.CodeAsync(), "", "x", tokens.AccessToken + "A"])
        {
            Assert.Equal(("invalid_token", "access_token_unverified", 401), await RefusedAsync(other));
        }
    }

    [Fact, Attack("TT-03")]
    public async Task A_token_without_openid_is_not_enough()
    {
        var tokens = await web.TokensAsync("openid offline_access email");
        var narrow = (await web.RefreshAsync(tokens.RefreshToken, form => form.With("scope", "email"))).Value!.Response.AccessToken;

        Assert.Equal(("insufficient_scope", "userinfo_without_openid", 403), await RefusedAsync(narrow));
    }

    [Fact, Attack("XT-01"), Attack("JW-07")]
    public async Task A_token_is_good_only_at_the_issuer_that_made_it()
    {
        var token = (await web.TokensAsync()).AccessToken;

        Assert.Equal(("invalid_token", "access_token_of_other_issuer", 401), await RefusedAsync(token, web.At(provider.SharedServer())));
        Assert.Equal(("invalid_token", "access_token_unverified", 401), await RefusedAsync(
            token, web.At(AuthorizationServers.Create(provider.PoolId, web.Application, SigningKeys.OtherRsa))));
    }

    [Fact]
    public async Task A_token_lives_an_hour()
    {
        var token = (await web.TokensAsync()).AccessToken;
        provider.Clock.AdvanceSeconds(3600);

        Assert.Equal(("invalid_token", "access_token_expired", 401), await RefusedAsync(token));
    }

    [Fact, Attack("RF-18")]
    public async Task A_revoked_token_is_dead()
    {
        var token = (await web.TokensAsync()).AccessToken;
        await web.RevokeAsync(token);

        Assert.Equal(("invalid_token", "access_token_revoked", 401), await RefusedAsync(token));
    }

    [Fact, Attack("TT-16")]
    public async Task A_token_ends_with_the_session_unless_it_is_offline()
    {
        var (online, offline) = ((await web.TokensAsync()).AccessToken, (await web.TokensAsync("openid offline_access")).AccessToken);
        web.EndSession();

        Assert.Equal(("invalid_token", "access_token_grant_ended", 401), await RefusedAsync(online));
        Assert.NotNull((await web.UserInfoAsync(offline)).Value);
    }

    [Fact, Attack("TT-16")]
    public async Task A_token_ends_with_the_person()
    {
        var token = (await web.TokensAsync("openid offline_access")).AccessToken;
        provider.People.Block(provider.PoolId, provider.Ann.Id);

        Assert.Equal(("invalid_token", "access_token_grant_ended", 401), await RefusedAsync(token));
    }

    [Fact, Attack("CA-23")]
    public async Task A_token_ends_with_the_application()
    {
        var token = (await web.TokensAsync()).AccessToken;
        web.Change(application => application with { Enabled = false });
        Assert.Equal(("invalid_token", "access_token_application_gone", 401), await RefusedAsync(token));

        provider.Registry.Remove(web.Application);
        Assert.Equal(("invalid_token", "access_token_application_gone", 401), await RefusedAsync(token));
    }

    [Fact]
    public async Task A_token_for_an_application_that_this_address_does_not_serve_is_dead()
    {
        var other = provider.Web();
        await web.TokensAsync();
        var forged = ForgedFor(other.Application.ClientId, provider.Grants.Authorizations.Single().Id);

        Assert.Equal(("invalid_token", "access_token_application_gone", 401), await RefusedAsync(forged));
    }

    [Fact]
    public async Task A_token_whose_authorization_is_not_there_is_dead()
    {
        var forged = ForgedFor(web.Application.ClientId, Guid.NewGuid());

        Assert.Equal(("invalid_token", "access_token_revoked", 401), await RefusedAsync(forged));
    }

    [Fact]
    public async Task Every_unusable_token_gets_one_description()
    {
        var token = (await web.TokensAsync()).AccessToken;
        await web.RevokeAsync(token);

        Assert.Equal((await web.UserInfoAsync("x")).Error!.Description, (await web.UserInfoAsync(token)).Error!.Description);
    }

    /// <summary>Signed by the server's own key.</summary>
    private string ForgedFor(string clientId, Guid authorizationId) => new AccessToken
    {
        Id = AccessToken.NewId(authorizationId),
        AuthorizationId = authorizationId,
        Subject = "x",
        ClientId = clientId,
        Scopes = Scopes.Of(["openid"]),
        IssuedAt = 0,
        ExpiresAt = long.MaxValue,
    }.Sign(web.Server, web.Server.Keys.Signing(SigningAlgorithm.RS256, provider.Clock.Now));
}
