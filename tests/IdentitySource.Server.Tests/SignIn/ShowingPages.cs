using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>Every page of ours, whatever it is about: not framed, not kept, with nothing of others in it, and what came with the request is text.</summary>
public class ShowingPages(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("UI-05"), Attack("AC-18"), Attack("UI-16"), Spec("RFC 9700 §4.16"), Spec("RFC 6819 §4.4.1.9")]
    public async Task None_can_be_framed_kept_or_told_on_and_none_loads_from_elsewhere()
    {
        foreach (var (name, page) in await PagesAsync())
        {
            string Header(string header) => string.Join('|', page.Response.Headers.TryGetValues(header, out var values) ? values : []);

            Assert.True(page.Response.Content.Headers.ContentType?.MediaType == "text/html", name);
            Assert.Equal((name, "DENY", "nosniff", "no-referrer"), (name, Header("X-Frame-Options"), Header("X-Content-Type-Options"), Header("Referrer-Policy")));
            Assert.Equal((name, "no-store"), (name, Header("Cache-Control")));
            Assert.Equal((name, "max-age=31536000"), (name, Header("Strict-Transport-Security")));
            Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal((name, "", ""), (name, Header("Server"), Header("Access-Control-Allow-Origin")));
            var loaded = page.Document.QuerySelectorAll("[src], link[href]").Select(each => each.GetAttribute("src") ?? each.GetAttribute("href")!);
            Assert.All(loaded, address => Assert.StartsWith("/assets/", address, StringComparison.Ordinal));
            Assert.Empty(page.Document.QuerySelectorAll("script:not([src]), style, [style], [onclick], [onload], [onsubmit], iframe, object, embed, base"));
        }
    }

    [Theory, Attack("UI-06"), Attack("OR-07")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("'-alert(1)-'")]
    [InlineData("{{7*7}}${7*7}")]
    [InlineData("</title><script>alert(1)</script>")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\u202e\u2066evil")]
    public async Task What_came_with_the_request_is_text(string planted)
    {
        var notes = await server.NotesAsync();
        var browser = server.Browser();
        foreach (var name in new[] { "login_hint", "ui_locales", "display", "acr_values", "client_id", "error_hint", "error_description", "unknown", "redirect_uri", "state" })
        {
            var page = await browser.GetAsync(notes.AuthorizeUrl((name, planted)));

            Assert.Null(page.Left);
            Assert.Empty(page.Document.QuerySelectorAll("svg[onload], main script:not([src]), head script:not([src]), [href^=javascript], [action^=javascript]"));
            Assert.DoesNotContain("49", page.Document.Title, StringComparison.Ordinal);
        }
    }

    [Theory, Attack("OR-07"), Attack("OR-08")]
    [InlineData("https://evil.test")]
    [InlineData("//evil.test")]
    [InlineData(@"/\evil.test")]
    [InlineData("/\t/evil.test")]
    [InlineData("/%09/evil.test")]
    [InlineData("/%5cevil.test")]
    [InlineData("https:evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/pools/x/../..//evil.test")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("~//evil.test")]
    [InlineData("\\\\evil.test")]
    [InlineData("")]
    public async Task A_return_address_is_a_path_of_ours_or_is_ignored(string address)
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());

        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(HostedServer.Origin, "/preferences"))
        {
            Content = new FormUrlEncodedContent([new("language", "en"), new("return", address)]),
        };
        var response = await browser.RawAsync(request);
        Assert.Equal(303, (int)response.StatusCode);
        var resolved = new Uri(HostedServer.Origin, response.Headers.Location!);
        Assert.Equal(HostedServer.Origin.Host, resolved.Host);
        Assert.DoesNotContain("a=b", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

        var page = await browser.GetAsync(notes.AuthorizeUrl(("returnUrl", address), ("next", address), ("return", address), ("ReturnUrl", address)));
        var answered = await browser.SignInAsync(page, await server.AnnAsync());
        Assert.StartsWith(notes.Keys.RedirectUri, answered.Left!.ToString(), StringComparison.Ordinal);
        foreach (var own in new[] { "/signed-out", "/sign-out", "/sign-in", "/consent" })
        {
            var plain = await browser.GetAsync($"{own}?returnUrl={Uri.EscapeDataString(address)}&return={Uri.EscapeDataString(address)}&next={Uri.EscapeDataString(address)}");
            Assert.Null(plain.Left);
            Assert.DoesNotContain(plain.Document.QuerySelectorAll("a[href], [action]"), link =>
                (link.GetAttribute("href") ?? link.GetAttribute("action")!).Contains("evil", StringComparison.Ordinal)
                && !link.GetAttribute("action")!.StartsWith('/'));
        }
    }

    [Fact]
    public async Task Another_site_cannot_switch_the_language()
    {
        var browser = server.Browser();

        var refused = await browser.PostFromElsewhereAsync("/preferences", [new("language", "zh-Hans"), new("return", "/signed-out")]);

        Assert.Equal(403, refused.Status);
        Assert.Equal(0, browser.Cookies.Count);
    }

    [Fact]
    public async Task Switching_the_language_comes_back_to_the_same_page_also_after_a_wrong_entry()
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        var page = await browser.SubmitAsync(await browser.GetAsync(notes.AuthorizeUrl()), Steps.Pair("nobody@acme.test", "wrong"));

        var switched = await browser.SubmitAsync(page, Steps.Nothing, "zh-Hans");

        Assert.Equal("登录", switched.Heading);
        Assert.Equal("S0", (await browser.SignInAsync(switched, await server.AnnAsync())).Answer["state"]);
    }

    private async Task<List<(string Name, Visit Page)>> PagesAsync()
    {
        var asking = await server.ApplicationAsync(input => input with { Policy = input.Policy with { ShowConsent = true } });
        var (notes, browser, ann) = await server.SignedInAsync();
        List<(string, Visit)> pages =
        [
            ("sign-in", await server.Browser().GetAsync(notes.AuthorizeUrl())),
            ("wrong pair", await WrongAsync(server.Browser(), notes)),
            ("choose account", await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")))),
            ("consent", await browser.GetAsync(asking.AuthorizeUrl())),
            ("form post", await browser.GetAsync(notes.AuthorizeUrl(("response_mode", "form_post")))),
            ("web message", await browser.GetAsync(notes.AuthorizeUrl(("response_mode", "web_message")))),
            ("error", await browser.GetAsync(notes.AuthorizeUrl(("redirect_uri", "https://evil.test")))),
            ("no ticket", await browser.GetAsync("/sign-in")),
            ("stale form", await browser.PostAsync("/sign-in", [])),
            ("sign-out", await browser.GetAsync(notes.Keys.Issuer + "/session/end")),
            ("signed out", await browser.GetAsync("/signed-out")),
            ("no page", await browser.GetAsync("/nothing-here")),
            ("no application", await browser.GetAsync("/apps/nobody/oidc/auth")),
            ("too long", await browser.GetAsync(notes.AuthorizeUrl() + "&x=" + new string('x', 9000))),
            ("wrong method", await browser.PostAsync("/signed-out/x", [])),
        ];
        await browser.AllowAsync(pages[3].Item2);
        var goingOn = browser.History.Last(response => response.RequestMessage!.Method == HttpMethod.Post);
        pages.Add(("going on", new Visit(goingOn.RequestMessage!.RequestUri!, goingOn, await goingOn.Content.ReadAsStringAsync(), null)));
        pages.Add(("done", await browser.AllowAsync(pages[3].Item2)));
        Assert.NotEmpty(ann.Email);
        return pages;
    }

    private static async Task<Visit> WrongAsync(Browser browser, RelyingParty notes) =>
        await browser.SubmitAsync(await browser.GetAsync(notes.AuthorizeUrl()), Steps.Pair("nobody@acme.test", "wrong"));
}
