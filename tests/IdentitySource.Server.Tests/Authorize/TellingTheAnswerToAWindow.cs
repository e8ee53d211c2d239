using System.Text.Json;
using IdentitySource.Server.Pages;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>The page of <c>response_mode=web_message</c>, and that no other page may be framed.</summary>
public class TellingTheAnswerToAWindow(TickedServer server) : IClassFixture<TickedServer>
{
    private const string Hostile = "\"><script>alert(1)</script>ü&'";

    private static JsonElement Response(Visit page) => JsonElement.Parse(page.Document.QuerySelector("#answer")!.GetAttribute("data-response")!);

    private static string Policy(Visit page) => page.Response.Headers.GetValues("Content-Security-Policy").Single();

    [Fact, Attack("RT-07"), Attack("UI-05"), Spec("draft-sakimura-oauth-wmrm-01")]
    public async Task It_holds_the_answer_as_text_and_the_one_origin_that_it_is_for()
    {
        var (spa, browser, _) = await server.InShopAsync();

        var page = await browser.GetAsync(spa.AuthorizeUrl(
            ("response_mode", "web_message"), ("response_type", "code id_token token"), ("prompt", "none"), ("state", Hostile)));

        Assert.Equal(200, page.Status);
        Assert.Equal("https://rp.acme.test", page.Document.QuerySelector("#answer")!.GetAttribute("data-target"));
        var response = Response(page);
        Assert.Equal(
            ["code", "access_token", "token_type", "expires_in", "scope", "id_token", "state", "iss"], response.EnumerateObject().Select(member => member.Name));
        Assert.Equal((3600, Hostile, spa.Keys.Issuer), (response.GetProperty("expires_in").GetInt32(), response.GetProperty("state").GetString(), response.GetProperty("iss").GetString()));
        Assert.Equal(200, (await spa.UserInfoAsync(response.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal(200, (await spa.ExchangeAsync(response.GetProperty("code").GetString()!)).Status);
        Assert.Empty(page.Document.QuerySelectorAll("script:not([src]), form, a"));

        Assert.EndsWith("form-action 'none'; frame-ancestors https://rp.acme.test", Policy(page), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self'; ", Policy(page), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Policy(page), StringComparison.Ordinal);
        Assert.False(page.Response.Headers.Contains("X-Frame-Options"));
        Assert.Equal("unsafe-none", page.Response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("no-store", page.Response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Nobody_there_is_told_with_the_state()
    {
        var spa = await server.ShopAsync();

        var page = await server.Browser().GetAsync(spa.AuthorizeUrl(("response_mode", "web_message"), ("response_type", "id_token token"), ("prompt", "none"), ("state", Hostile)));

        var response = Response(page);
        Assert.Equal(["error", "error_description", "state", "iss"], response.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("login_required", Hostile), (response.GetProperty("error").GetString(), response.GetProperty("state").GetString()));
        Assert.Contains("frame-ancestors https://rp.acme.test", Policy(page), StringComparison.Ordinal);
    }

    [Theory, Attack("UI-05")]
    [InlineData("response_mode", "web_message", "prompt", null, 200)]
    [InlineData("response_mode", "web_message", "prompt", "none login", 200)]
    [InlineData("response_mode", "form_post", "prompt", "none", 200)]
    [InlineData("response_mode", "web_message", "prompt", "login", 200)]
    [InlineData("redirect_uri", "https://evil.test/cb", "prompt", "none", 400)]
    [InlineData("client_id", "nobody", "prompt", "none", 400)]
    public async Task Everything_else_is_framed_by_nobody(string name, string value, string other, string? otherValue, int status)
    {
        var (spa, browser, _) = await server.InShopAsync();

        var page = await browser.GetAsync(spa.AuthorizeUrl(("response_mode", "web_message"), (name, value), (other, otherValue)));

        Assert.Equal(status, page.Status);
        Assert.Contains("frame-ancestors 'none'", Policy(page), StringComparison.Ordinal);
        Assert.Equal("DENY", page.Response.Headers.GetValues("X-Frame-Options").Single());
    }

    [Theory, Attack("HI-01")]
    [InlineData("https://a.test", "https://a.test", true)]
    [InlineData("https://b.test; script-src *", "'none'", false)]
    [InlineData("https://ü.test", "'none'", false)]
    [InlineData("*", "'none'", false)]
    [InlineData("'self'", "'none'", false)]
    [InlineData("https://c.test\r\nx: y", "'none'", false)]
    [InlineData("", "'none'", false)]
    [InlineData(null, "'none'", false)]
    public void What_is_no_origin_does_not_reach_the_policy(string? origin, string ancestors, bool framed)
    {
        var policy = PagePolicy.WebMessage(origin);

        Assert.Matches($"; frame-ancestors {ancestors}(;|$)", policy.ContentSecurity);
        Assert.Equal(framed, policy.IsFramed);
    }
}
