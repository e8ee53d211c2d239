using System.Text.Json;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

[Spec("OIDC Core §2")]
public class MakingAnIdToken
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public MakingAnIdToken() => web = provider.Web().SignedIn();

    [Fact, Suite("oidcc-server")]
    public async Task It_says_who_signed_in_when_how_and_for_whom()
    {
        var tokens = await web.TokensAsync();

        Assert.Equal(["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid", "acr", "amr"], Jwt.Names(tokens.IdToken!));
        var (claims, now) = (Jwt.Claims(tokens.IdToken!), provider.Clock.Now.ToUnixTimeSeconds());
        Assert.Equal(web.Server.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(provider.Ann.Id.ToString("N"), claims.GetProperty("sub").GetString());
        Assert.Equal(web.Application.ClientId, claims.GetProperty("aud").GetString());
        Assert.Equal((now + 3600, now), (claims.GetProperty("exp").GetInt64(), claims.GetProperty("iat").GetInt64()));
        Assert.Equal(web.Session!.AuthenticatedAt.ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());
        Assert.Equal(("N0", web.Session.Id.ToString("N")), (claims.GetProperty("nonce").GetString(), claims.GetProperty("sid").GetString()));
        Assert.Equal("urn:identitysource:acr:password", claims.GetProperty("acr").GetString());
        Assert.Equal("""["pwd"]""", claims.GetProperty("amr").GetRawText());
    }

    [Theory, Spec("OIDC Core §3.1.3.6"), Suite("oidcc-idtoken-signature")]
    [InlineData(SigningAlgorithm.RS256)]
    [InlineData(SigningAlgorithm.ES256)]
    public async Task It_is_signed_by_the_applications_algorithm_and_bound_to_its_access_token(SigningAlgorithm algorithm)
    {
        web.Change(application => application with { IdTokenAlgorithm = algorithm });
        var key = algorithm == SigningAlgorithm.RS256 ? SigningKeys.Rsa : SigningKeys.Ec;

        var tokens = await web.TokensAsync();

        Assert.Equal($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"{{key.Kid}}"}""", Jwt.Header(tokens.IdToken!));
        Assert.NotNull(Jws.Verify(tokens.IdToken, [key], "JWT", out _));
        Assert.Equal(TokenHash.Half(algorithm, tokens.AccessToken), Jwt.Claims(tokens.IdToken!).GetProperty("at_hash").GetString());
    }

    [Fact, Attack("OV-03"), Suite("oidcc-ensure-request-without-nonce-succeeds-for-code-flow")]
    public async Task The_nonce_comes_back_whole_or_not_at_all()
    {
        var nonce = new string('n', 1024);

        Assert.Equal(nonce, Jwt.Claims((await web.TokensAsync(change: request => request.With("nonce", nonce))).IdToken!).GetProperty("nonce").GetString());
        Assert.False(Jwt.Claims((await web.TokensAsync(change: request => request.Without("nonce"))).IdToken!).TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task Its_lifetime_is_the_applications()
    {
        web.Change(application => application with { Policy = application.Policy with { IdTokenLifetime = TimeSpan.FromMinutes(5) } });

        var claims = Jwt.Claims((await web.TokensAsync()).IdToken!);

        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact, Attack("PM-11"), Suite("oidcc-prompt-none-logged-in"), Suite("oidcc-max-age-10000")]
    public async Task A_silent_sign_in_hours_later_tells_when_the_person_really_signed_in()
    {
        var first = Jwt.Claims((await web.TokensAsync()).IdToken!);
        provider.Clock.Advance(TimeSpan.FromHours(2));

        var second = Jwt.Claims((await web.TokensAsync(change: request => request.With("prompt", "none").With("max_age", "10000"))).IdToken!);

        Assert.All((string[])["sub", "auth_time", "sid"], name => Assert.Equal(first.GetProperty(name).ToString(), second.GetProperty(name).ToString()));
    }

    [Fact, Spec("OIDC Core §5.5"), Suite("oidcc-claims-essential")]
    public async Task Claims_asked_for_by_name_come_where_they_were_asked_for()
    {
        provider.People.Put(provider.PoolId, provider.Ann with { Name = "Ann", Email = "ann@acme.test", Nickname = "annie" });
        web.Allow("openid", claims: "name email");

        var tokens = await web.TokensAsync(change: request => request.With(
            "claims", """{"id_token":{"name":{"essential":true},"bogus":null},"userinfo":{"email":null}}"""));

        var claims = Jwt.Claims(tokens.IdToken!);
        Assert.Equal("Ann", claims.GetProperty("name").GetString());
        Assert.All((string[])["email", "nickname", "bogus"], name => Assert.False(claims.TryGetProperty(name, out _)));
        var userInfo = Answers.Json((await web.UserInfoAsync(tokens.AccessToken)).Value!);
        Assert.Equal("ann@acme.test", userInfo.GetProperty("email").GetString());
        Assert.All((string[])["name", "nickname"], name => Assert.False(userInfo.TryGetProperty(name, out _)));
    }

    [Theory, Spec("OIDC Core §5.5.1"), Suite("oidcc-claims-essential")]
    [InlineData("""{"id_token":{"phone_number":{"essential":true}}}""")]
    [InlineData("""{"id_token":{"name":{"essential":true,"value":"Bob"}}}""")]
    [InlineData("""{"id_token":{"name":{"essential":true,"purpose":"curiosity"}},"elsewhere":{"name":null}}""")]
    [InlineData("""{"id_token":{"bogus":{"essential":true}}}""")]
    public async Task An_essential_claim_that_cannot_be_told_or_is_asked_for_oddly_is_no_error(string asked)
    {
        web.Allow("openid", claims: "name phone_number");

        var claims = Jwt.Claims((await web.TokensAsync(change: request => request.With("claims", asked))).IdToken!);

        Assert.All((string[])["name", "phone_number", "bogus"], name => Assert.False(claims.TryGetProperty(name, out _)));
    }

    [Fact, Attack("CO-14")]
    public async Task Claims_of_other_scopes_are_absent()
    {
        provider.People.Put(provider.PoolId, provider.Ann with { Name = "Ann", Email = "ann@acme.test", PhoneNumber = "+4912345" });

        var claims = Jwt.Claims((await web.TokensAsync("openid email")).IdToken!);

        Assert.Equal("ann@acme.test", claims.GetProperty("email").GetString());
        Assert.All((string[])["name", "updated_at", "phone_number"], name => Assert.False(claims.TryGetProperty(name, out _)));
    }

    [Fact]
    public void A_way_of_signing_in_without_a_context_is_our_own_failure()
    {
        Assert.Equal([AuthenticationContext.Password], AuthenticationContext.Supported);
        Assert.Throws<ArgumentException>(() => AuthenticationContext.Of("carrier_pigeon"));
    }

    [Fact, Attack("CO-02")]
    public async Task The_claims_follow_a_narrowed_scope()
    {
        provider.People.Put(provider.PoolId, provider.Ann with { Name = "Ann", Email = "ann@acme.test" });
        var tokens = await web.TokensAsync("openid offline_access email");

        var claims = Jwt.Claims((await web.RefreshAsync(tokens.RefreshToken, form => form.With("scope", "openid"))).Value!.Response.IdToken!);

        Assert.False(claims.TryGetProperty("email", out _));
        Assert.Equal(JsonValueKind.String, claims.GetProperty("sub").ValueKind);
    }
}
