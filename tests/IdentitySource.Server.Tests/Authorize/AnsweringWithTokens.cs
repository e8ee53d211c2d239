using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>Implicit and hybrid over HTTP, for an application that has everything ticked.</summary>
public class AnsweringWithTokens(TickedServer server) : IClassFixture<TickedServer>
{
    [Theory, Spec("OIDC Core §3.2.2.5"), Spec("OIDC Core §3.3.2.5"), Spec("OAuth 2.0 Form Post Response Mode §2"), Suite("oidcc-server")]
    [InlineData("id_token", "fragment")]
    [InlineData("id_token token", "fragment")]
    [InlineData("code id_token", "fragment")]
    [InlineData("code token", "fragment")]
    [InlineData("code id_token token", "fragment")]
    [InlineData("id_token", "form_post")]
    [InlineData("id_token token", "form_post")]
    [InlineData("code id_token", "form_post")]
    [InlineData("code token", "form_post")]
    [InlineData("code id_token token", "form_post")]
    public async Task What_is_issued_is_good(string type, string mode)
    {
        var (shop, browser, person) = await server.InShopAsync();

        var answered = await browser.GetAsync(shop.AuthorizeUrl(("response_type", type), ("response_mode", mode == "fragment" ? null : mode)));

        var answer = mode == "form_post" ? answered.Fields : answered.Answer;
        Assert.Equal(mode == "fragment", answered.Left is { Fragment.Length: > 1, Query: "" });
        Assert.Equal(("S0", shop.Keys.Issuer), (answer["state"], answer["iss"]));
        if (answer.TryGetValue("code", out var code))
        {
            Assert.Equal(200, (await shop.ExchangeAsync(code)).Status);
        }

        if (answer.TryGetValue("id_token", out var idToken))
        {
            Assert.Equal((person.Id.ToString("N"), "N0"), (Jwt.Claims(idToken).GetProperty("sub").GetString(), Jwt.Claims(idToken).GetProperty("nonce").GetString()));
            Assert.Equal("code", await browser.SilentAsync(shop, ("id_token_hint", idToken)));
        }

        if (answer.TryGetValue("access_token", out var accessToken))
        {
            Assert.Equal(person.Id.ToString("N"), (await shop.UserInfoAsync(accessToken))["sub"]);
            Assert.Equal("True", (await shop.IntrospectAsync(accessToken))["active"]);
        }

        Assert.Equal(type.Split(' ').Length, answer.Keys.Count(name => name is "code" or "access_token" or "id_token"));
    }

    [Fact, Spec("OAuth Multiple Response Types §4")]
    public async Task None_says_that_it_went_well_and_leaves_nothing_to_buy_anything_with()
    {
        var (shop, browser, _) = await server.InShopAsync();

        var answered = await browser.GetAsync(shop.AuthorizeUrl(("response_type", "none")));

        Assert.Equal(["state", "iss"], answered.Answer.Keys);
    }

    [Fact, Spec("OIDC Core §11")]
    public async Task Sign_in_and_consent_come_first_and_no_refresh_token_comes_of_it()
    {
        var shop = await server.ApplicationAsync(input => input with
        {
            GrantTypes = ["implicit", "password", "refresh_token"],
            ResponseTypes = ["id_token token"],
            Policy = new() { AllowOfflineAccessWithoutConsentPrompt = true },
        });
        shop.Scope = "openid offline_access email";
        var browser = server.Browser();

        var consent = await browser.SignInAsync(shop.AuthorizeUrl(("response_type", "id_token token")), await server.PersonAsync());
        var answered = await browser.AllowAsync(consent);

        Assert.Equal("openid email", answered.Answer["scope"]);
        Assert.DoesNotContain("refresh_token", answered.Answer.Keys);
    }

    [Fact, Suite("oidcc-prompt-none-not-logged-in")]
    public async Task An_error_travels_in_the_fragment_too()
    {
        var shop = await server.ShopAsync();
        var state = new string('s', 128);

        var answered = await server.Browser().GetAsync(shop.AuthorizeUrl(("response_type", "id_token token"), ("prompt", "none"), ("state", state)));

        Assert.Equal(("login_required", state, ""), (answered.Answer["error"], answered.Answer["state"], answered.Left!.Query));
    }
}
