using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests;

/// <summary>An application signs a person in, from the first redirect to the sign-out, over HTTP alone.</summary>
public class TheWholeRoad(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Spec("OIDC Core §3.1"), Suite("oidcc-server")]
    public async Task A_person_signs_in_and_the_application_gets_tokens_claims_and_a_sign_out()
    {
        var ann = await server.PersonAsync();
        var notes = await server.ApplicationAsync();
        var browser = server.Browser();

        var page = await browser.GetAsync(notes.AuthorizeUrl(("scope", "openid profile email offline_access"), ("prompt", "consent")));
        Assert.Equal("Sign in", page.Heading);
        page = await browser.SubmitAsync(page, new Dictionary<string, string> { ["identifier"] = ann.Email, ["password"] = ann.Password });
        var answered = await browser.SubmitAsync(page, new Dictionary<string, string>(), "allow");

        Assert.StartsWith("https://rp.acme.test/cb?code=", answered.Left!.ToString(), StringComparison.Ordinal);
        Assert.Equal("S0", answered.Answer["state"]);
        Assert.Equal(notes.Keys.Issuer, answered.Answer["iss"]);

        var tokens = await notes.ExchangeAsync(answered.Answer["code"]);
        Assert.Equal(200, tokens.Status);
        Assert.Equal("no-store", tokens.Response.Headers.CacheControl!.ToString());
        Assert.Equal("Bearer", tokens["token_type"]);

        var claims = await notes.UserInfoAsync(tokens["access_token"]!);
        Assert.Equal(ann.Id.ToString("N"), claims["sub"]);
        Assert.Equal(ann.Email, claims["email"]);

        var introspected = await notes.IntrospectAsync(tokens["access_token"]!);
        Assert.Equal("True", introspected["active"]);

        server.Clock.AdvanceSeconds(60);
        var refreshed = await notes.RefreshAsync(tokens["refresh_token"]!);
        Assert.Equal(200, refreshed.Status);

        var bye = await browser.GetAsync($"{notes.Keys.Issuer}/session/end?id_token_hint={refreshed["id_token"]}&post_logout_redirect_uri=https%3A%2F%2Frp.acme.test%2Fbye&state=S9");
        Assert.Equal("https://rp.acme.test/bye?state=S9", bye.Left!.ToString());
        var silent = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "none")));
        Assert.Equal("login_required", silent.Answer["error"]);

        Assert.Equal(200, (await notes.RevokeAsync(refreshed["refresh_token"]!)).Status);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(refreshed["refresh_token"]!)).Error);
        Assert.Equal(401, (await notes.UserInfoAsync(refreshed["access_token"]!)).Status);
    }
}
