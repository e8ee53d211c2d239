using System.Text;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Claims;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>The scopes of a user pool, and an application with claims of its own.</summary>
[Spec("OIDC Core §5.4")]
public class AskingForCustomScopes
{
    private static readonly CustomScope Loyalty = new("loyalty", "See your bonus points", [new("tier", "gold", null), new("login", null, "username")]);

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingForCustomScopes() => web = In(provider.Web(NewApplication.OfEveryMode).SignedIn(allowed: "openid loyalty"));

    private static MemoryRelyingParty In(MemoryRelyingParty party) => party.At(party.Server.With(Loyalty));

    private void Have(params CustomClaim[] claims) => web.Change(application => application with { Policy = application.Policy with { CustomClaims = claims } });

    private async Task<AuthorizeOutcome> SilentAsync(Func<SentRequest, SentRequest>? change = null)
    {
        var request = web.AuthorizeRequest.With("prompt", "none");
        return await web.AuthorizeAsync(change?.Invoke(request) ?? request);
    }

    [Fact]
    public async Task One_is_granted_and_its_claims_stand_in_the_id_token_and_at_userinfo()
    {
        var tokens = await web.TokensAsync("openid loyalty nonsense");

        Assert.Equal("openid loyalty", tokens.Scope);
        var idToken = Jwt.Claims(tokens.IdToken!);
        Assert.Equal(("gold", "ann"), (idToken.GetProperty("tier").GetString(), idToken.GetProperty("login").GetString()));
        Assert.Equal($$"""{"sub":"{{provider.Ann.Id:N}}","tier":"gold","login":"ann"}""", await UserInfoAsync(tokens.AccessToken));
    }

    [Fact, Spec("RFC 9068 §2.2"), Attack("JW-22")]
    public async Task The_access_token_names_the_scope_and_holds_no_claim_of_it()
    {
        Have(new CustomClaim("KEY", "VALUE", null));

        var claims = Jwt.Claims((await web.TokensAsync("openid loyalty")).AccessToken);

        Assert.Equal("openid loyalty", claims.GetProperty("scope").GetString());
        Assert.Equal(["jti", "sub", "iat", "exp", "scope", "iss", "aud", "client_id"], claims.EnumerateObject().Select(member => member.Name));
    }

    [Fact, Spec("OIDC Core §3.1.2.1"), Attack("XT-05")]
    public async Task In_another_pool_it_drops_out()
    {
        var other = provider.Web().SignedIn();

        Assert.Equal("openid", (await other.TokensAsync("openid loyalty")).Scope);
    }

    [Fact]
    public void The_OAuth_provider_knows_neither()
    {
        Have(new CustomClaim("KEY", "VALUE", null));
        var oauth = web.Server.OAuth();

        Assert.False(oauth.KnowsScope("loyalty") || oauth.KnowsClaim("tier"));
        Assert.True(web.Server.KnowsScope("loyalty") && web.Server.KnowsClaim("tier"));
        Assert.Empty(oauth.View(web.Application with { Policy = web.Application.Policy with { OAuth = new() } })!.Policy.CustomClaims);
    }

    [Fact, Attack("CO-03")]
    public async Task Nobody_is_told_of_it_who_has_not_allowed_it()
    {
        web.Allow("openid");

        Assert.Equal("consent_required", (await SilentAsync(request => request.With("scope", "openid loyalty"))).Sent().Error!.Code);
        Assert.Equal("consent_required", (await SilentAsync(request => request.With("claims", """{"id_token":{"login":null}}"""))).Sent().Error!.Code);
    }

    [Fact, Spec("OIDC Core §5.5")]
    public async Task A_claim_of_it_can_be_asked_for_by_name()
    {
        web.Allow("openid", claims: "login");

        var tokens = await web.TokensAsync("openid", request => request.With("claims", """{"id_token":{"login":null,"bogus":null}}"""));

        var idToken = Jwt.Claims(tokens.IdToken!);
        Assert.Equal("ann", idToken.GetProperty("login").GetString());
        Assert.False(idToken.TryGetProperty("tier", out _));
    }

    [Fact]
    public async Task The_applications_own_claims_come_with_every_scope()
    {
        Have(new CustomClaim("KEY", "VALUE", null), new CustomClaim("who", null, "username"));
        web.Allow("openid", claims: "who");

        var tokens = await web.TokensAsync();

        Assert.Equal(("VALUE", "ann"), (Jwt.Claims(tokens.IdToken!).GetProperty("KEY").GetString(), Jwt.Claims(tokens.IdToken!).GetProperty("who").GetString()));
        Assert.Equal($$"""{"sub":"{{provider.Ann.Id:N}}","KEY":"VALUE","who":"ann"}""", await UserInfoAsync(tokens.AccessToken));
    }

    [Fact, Attack("CO-03"), Attack("JW-22")]
    public async Task What_it_takes_from_the_person_has_to_be_allowed_and_a_fixed_value_has_not()
    {
        web.Allow("openid");
        Have(new CustomClaim("KEY", "VALUE", null));
        Assert.Null((await SilentAsync()).Sent().Error);

        Have(new CustomClaim("who", null, "username"));
        Assert.Equal("consent_required", (await SilentAsync()).Sent().Error!.Code);

        web.Allow("openid", claims: "who");
        Assert.Null((await SilentAsync()).Sent().Error);
    }

    [Theory, Spec("OIDC Core §3.3.3.6"), Spec("OIDC Core §3.2.2.5")]
    [InlineData("code id_token", false)]
    [InlineData("id_token", true)]
    public async Task An_id_token_beside_a_code_leaves_them_for_the_token_endpoint(string type, bool told)
    {
        Have(new CustomClaim("KEY", "VALUE", null));

        var sent = (await SilentAsync(request => request.With("response_type", type).With("scope", "openid loyalty"))).Sent();

        var idToken = Jwt.Claims(sent.Parameter("id_token")!);
        Assert.Equal((told, told), (idToken.TryGetProperty("KEY", out _), idToken.TryGetProperty("tier", out _)));
    }

    private async Task<string> UserInfoAsync(string accessToken)
    {
        System.Buffers.ArrayBufferWriter<byte> body = new();
        (await web.UserInfoAsync(accessToken)).Value!.WriteTo(body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
