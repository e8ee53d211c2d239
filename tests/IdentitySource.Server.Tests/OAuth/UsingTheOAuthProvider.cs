using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.OAuth;

/// <summary>The OAuth 2.0 provider of an application: its own endpoints, checkboxes and opaque tokens, and nothing of it good at the OpenID provider.</summary>
public class UsingTheOAuthProvider(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Spec("RFC 6749 §4.1"), Spec("RFC 6749 §6")]
    public async Task A_code_buys_an_opaque_token_and_a_refresh_token_without_asking_for_one()
    {
        var (shop, browser, ann) = await SignedInAsync();

        var answered = await browser.GetAsync(shop.AuthorizeUrl(("scope", null), ("nonce", null)));
        Assert.Equal((shop.Keys.Issuer, "S0"), (answered.Answer["iss"], answered.Answer["state"]));
        var tokens = await shop.ExchangeAsync(answered.Answer["code"]);

        Assert.Equal((200, "Bearer", "user", "3600"), (tokens.Status, tokens["token_type"], tokens["scope"], tokens["expires_in"]));
        Assert.Matches("^[0-9a-f]{40}$", tokens["access_token"]);
        Assert.Null(tokens["id_token"]);
        var claims = await shop.UserInfoAsync(tokens["access_token"]!);
        Assert.Equal((ann.Id.ToString("N"), ann.Email, ann.Username), (claims["sub"], claims["email"], claims["username"]));

        var introspected = await shop.IntrospectAsync(tokens["access_token"]!);
        Assert.Equal(("True", shop.Keys.Issuer, "user"), (introspected["active"], introspected["iss"], introspected["scope"]));
        var refreshed = await shop.RefreshAsync(tokens["refresh_token"]!);
        Assert.Equal(200, refreshed.Status);
        Assert.Equal(200, (await shop.RevokeAsync(refreshed["refresh_token"]!)).Status);
        Assert.Equal(401, (await shop.UserInfoAsync(refreshed["access_token"]!)).Status);
    }

    [Fact, Spec("RFC 6749 §4.2.2")]
    public async Task The_implicit_mode_answers_in_the_fragment_with_no_refresh_token()
    {
        var (shop, browser, ann) = await SignedInAsync("implicit");

        var answered = await browser.GetAsync(shop.AuthorizeUrl(("response_type", "token"), ("scope", null), ("code_challenge", null), ("code_challenge_method", null)));

        Assert.Equal("", answered.Left!.Query);
        Assert.Equal(("S0", "Bearer", false), (answered.Answer["state"], answered.Answer["token_type"], answered.Answer.ContainsKey("refresh_token")));
        Assert.Equal(ann.Id.ToString("N"), (await shop.UserInfoAsync(answered.Answer["access_token"]))["sub"]);
    }

    [Fact, Spec("RFC 6749 §2.3.1")]
    public async Task The_token_endpoint_takes_the_secret_either_way_and_nothing_less()
    {
        var (shop, browser, _) = await SignedInAsync();
        foreach (var (method, status) in new[] { ("client_secret_post", 200), ("client_secret_basic", 200), ("none", 401) })
        {
            var code = (await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"];
            RelyingParty caller = new(server.Client(), shop.Keys with { Method = method });

            var answer = await caller.TokenAsync(
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", shop.Keys.RedirectUri), ("code_verifier", shop.Verifier));

            Assert.Equal(status, answer.Status);
        }
    }

    [Theory, Spec("RFC 6749 §10.12")]
    [InlineData("state", null, "invalid_request")]
    [InlineData("scope", "openid", "invalid_scope")]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_type", "token", "unauthorized_client")]
    public async Task What_it_does_not_speak_is_refused(string parameter, string? value, string error)
    {
        var (shop, browser, _) = await SignedInAsync();

        Assert.Equal(error, (await browser.GetAsync(shop.AuthorizeUrl(("scope", null), (parameter, value)))).Answer["error"]);
    }

    [Fact, Attack("XT-01"), Attack("RF-06"), Attack("MX-06")]
    public async Task Nothing_of_one_provider_is_good_at_the_other()
    {
        var (shop, browser, _) = await SignedInAsync();
        RelyingParty oidc = new(server.Client(), shop.Keys with { Issuer = Oidc(shop) });
        var ours = await shop.ExchangeAsync((await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"]);
        var theirs = await oidc.ExchangeAsync((await browser.GetAsync(oidc.AuthorizeUrl(("scope", "openid")))).Answer["code"]);

        Assert.Equal(401, (await oidc.UserInfoAsync(ours["access_token"]!)).Status);
        Assert.Equal(401, (await shop.UserInfoAsync(theirs["access_token"]!)).Status);
        Assert.Equal("""{"active":false}""", (await oidc.IntrospectAsync(ours["access_token"]!)).Body);
        Assert.Equal("""{"active":false}""", (await shop.IntrospectAsync(theirs["access_token"]!)).Body);
        Assert.Equal("invalid_grant", (await oidc.RefreshAsync(ours["refresh_token"]!)).Error);
        var code = (await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"];
        RelyingParty thief = new(server.Client(), shop.Keys with { Issuer = Oidc(shop) });
        Assert.Equal("invalid_grant", (await thief.ExchangeAsync(code)).Error);
        Assert.Equal(200, (await shop.ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task Consent_is_asked_for_by_its_own_pages()
    {
        var shop = await ShopAsync(shared: false, consent: true);
        var (browser, ann) = (server.Browser(), await server.AnnAsync());

        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", null)), ann);
        Assert.Equal("Allow Network Notes?", page.Heading);
        Assert.Contains("Keep this access while you are away", page.Document.QuerySelector("ul.granted")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(200, (await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"])).Status);
        server.Clock.AdvanceSeconds(1);
        Assert.Contains("code", (await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer.Keys);
    }

    [Theory]
    [InlineData("/auth")]
    [InlineData("/token")]
    [InlineData("/me")]
    public async Task Switched_off_it_is_not_there(string path)
    {
        var notes = await server.NotesAsync();
        using var client = server.Client();

        var answer = await Answer.OfAsync(await client.GetAsync(notes.Keys.Issuer[..^"/oidc".Length] + "/oauth" + path));

        Assert.Equal((404, "The OAuth 2.0 provider of this application is switched off."), (answer.Status, answer["error_description"]));
    }

    [Fact, Attack("RF-18")]
    public async Task Switched_off_and_on_again_it_knows_nothing_of_what_it_issued_before()
    {
        var (shop, browser, _) = await SignedInAsync();
        RelyingParty oidc = new(server.Client(), shop.Keys with { Issuer = Oidc(shop) });
        var kept = await oidc.ExchangeAsync((await browser.GetAsync(oidc.AuthorizeUrl(("scope", "openid")))).Answer["code"]);
        var tokens = await shop.ExchangeAsync((await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"]);
        var code = (await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"];

        await SetAsync(shop, null);
        await SetAsync(shop, new OAuthProvider());

        Assert.Equal(401, (await shop.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("""{"active":false}""", (await shop.IntrospectAsync(tokens["access_token"]!)).Body);
        Assert.Equal("invalid_grant", (await shop.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal("invalid_grant", (await shop.ExchangeAsync(code)).Error);
        Assert.Equal(200, (await oidc.UserInfoAsync(kept["access_token"]!)).Status);
        Assert.Equal(200, (await shop.ExchangeAsync((await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"])).Status);
    }

    [Fact]
    public async Task Other_settings_of_it_end_nothing()
    {
        var (shop, browser, _) = await SignedInAsync();
        var tokens = await shop.ExchangeAsync((await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"]);

        await SetAsync(shop, new OAuthProvider { GrantTypes = ["authorization_code", "refresh_token", "password"] });

        Assert.Equal(200, (await shop.UserInfoAsync(tokens["access_token"]!)).Status);
    }

    private async Task SetAsync(RelyingParty shop, OAuthProvider? provider) => Assert.Empty(
        (await server.Services.GetRequiredService<SetOAuthProvider>().RunAsync(Actor.CommandLine, server.PoolId, shop.Keys.ClientId, provider, default)).Faults);

    [Theory]
    [InlineData(false, 404, 404, 404)]
    [InlineData(true, 400, 401, 401)]
    public async Task Switched_off_it_answers_nobody_at_neither_address_nor_honours_what_it_gave(bool shared, int page, int token, int person)
    {
        var shop = await ShopAsync(shared);
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var tokens = await shop.ExchangeAsync((await browser.SignInAsync(shop.AuthorizeUrl(("scope", null)), ann)).Answer["code"]);
        var code = (await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"];

        var off = await server.Services.GetRequiredService<SetOAuthProvider>().RunAsync(Actor.CommandLine, server.PoolId, shop.Keys.ClientId, null, default);
        Assert.Empty(off.Faults);

        var refused = await browser.GetAsync(shop.AuthorizeUrl(("scope", null)));
        Assert.Equal((page, null), (refused.Status, refused.Left));
        Assert.Equal(token, (await shop.ExchangeAsync(code)).Status);
        Assert.Equal(token, (await shop.RefreshAsync(tokens["refresh_token"]!)).Status);
        Assert.Equal(token, (await shop.IntrospectAsync(tokens["access_token"]!)).Status);
        Assert.Equal(token, (await shop.RevokeAsync(tokens["access_token"]!)).Status);
        Assert.Equal(person, (await shop.UserInfoAsync(tokens["access_token"]!)).Status);
    }

    [Theory, Attack("AC-04"), Attack("RF-04"), Attack("CA-31")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_application_got_is_no_use_to_another_at_either_address(bool shared)
    {
        var (shop, other) = (await ShopAsync(shared), await ShopAsync(shared));
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var tokens = await shop.ExchangeAsync((await browser.SignInAsync(shop.AuthorizeUrl(("scope", null)), ann)).Answer["code"]);
        var code = (await browser.GetAsync(shop.AuthorizeUrl(("scope", null)))).Answer["code"];

        Assert.Equal("invalid_grant", (await other.TokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", shop.Keys.RedirectUri), ("code_verifier", shop.Verifier))).Error);
        Assert.Equal("invalid_grant", (await other.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal("""{"active":false}""", (await other.IntrospectAsync(tokens["access_token"]!)).Body);
        Assert.Equal(200, (await other.RevokeAsync(tokens["access_token"]!)).Status);

        Assert.Equal(ann.Id.ToString("N"), (await shop.UserInfoAsync(tokens["access_token"]!))["sub"]);
        Assert.Equal(200, (await shop.RefreshAsync(tokens["refresh_token"]!)).Status);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/session/end")]
    [InlineData("/oidc/token")]
    public async Task It_has_nothing_of_OpenID_Connect(string path)
    {
        var shop = await ShopAsync();
        using var client = server.Client();

        Assert.Equal(404, (int)(await client.GetAsync(shop.Keys.Issuer + path)).StatusCode);
    }

    private static string Oidc(RelyingParty shop) => shop.Keys.Issuer[..^"oauth".Length] + "oidc";

    private async Task<SignedIn> SignedInAsync(params string[] grantTypes)
    {
        SignedIn all = new(await ShopAsync(grantTypes), server.Browser(), await server.AnnAsync());
        await all.Browser.SignInAsync(all.Application.AuthorizeUrl(("scope", null), ("response_type", grantTypes is ["implicit"] ? "token" : "code")), all.Person);
        server.Clock.AdvanceSeconds(1);
        return all;
    }

    private Task<RelyingParty> ShopAsync(params string[] grantTypes) => ShopAsync(shared: false, consent: false, grantTypes);

    private async Task<RelyingParty> ShopAsync(bool shared, bool consent = false, params string[] grantTypes)
    {
        OAuthProvider provider = new() { GrantTypes = grantTypes.Length > 0 ? grantTypes : ["authorization_code", "refresh_token"] };
        var shop = await server.ApplicationAsync(input => input with { Policy = new ApplicationPolicy { ShowConsent = consent, OAuth = provider } }, shared);
        return new RelyingParty(server.Client(), shop.Keys with { Issuer = shop.Keys.Issuer[..^"oidc".Length] + "oauth" });
    }
}
