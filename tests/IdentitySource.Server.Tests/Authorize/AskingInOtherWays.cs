using System.Security.Cryptography;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>What a request may also hold, how it may also come, and what must be said when it cannot be served.</summary>
public class AskingInOtherWays(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Spec("OIDC Core §3.1.2.1"), Suite("oidcc-display-page"), Suite("oidcc-display-popup"), Suite("oidcc-ui-locales"), Suite("oidcc-claims-locales")]
    [Suite("oidcc-ensure-request-with-acr-values-succeeds"), Suite("oidcc-ensure-request-with-unknown-parameter-succeeds"), Suite("oidcc-claims-essential")]
    [Suite("oidcc-ensure-request-without-nonce-succeeds-for-code-flow"), Attack("OV-14")]
    [InlineData("display", "page")]
    [InlineData("display", "popup")]
    [InlineData("display", "nonsense")]
    [InlineData("ui_locales", "se fr-CA en")]
    [InlineData("claims_locales", "se")]
    [InlineData("acr_values", "1 2 urn:acme:gold")]
    [InlineData("extra", "foobar")]
    [InlineData("claims", """{"userinfo":{"name":{"essential":true},"shoe_size":{"essential":true}},"id_token":{"auth_time":{"essential":true}}}""")]
    [InlineData("nonce", null)]
    [InlineData("state", null)]
    [InlineData("scope", "email profile openid bogus:*")]
    public async Task A_wish_that_need_not_be_granted_harms_nothing(string name, string? value)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var silent = await browser.GetAsync(notes.AuthorizeUrl((name, value), ("prompt", "none")));
        Assert.Equal(200, (await notes.ExchangeAsync(silent.Answer["code"])).Status);
        var fresh = await browser.GetAsync(notes.AuthorizeUrl((name, value), ("prompt", "login")));
        Assert.Equal("Sign in", fresh.Heading);
    }

    [Fact, Attack("OV-14")]
    public async Task Hundreds_of_locales_are_no_more_work_than_one()
    {
        var notes = await server.NotesAsync();
        var tags = string.Join(' ', Enumerable.Repeat("xx", 600));

        Assert.Equal("Sign in", (await server.Browser().GetAsync(notes.AuthorizeUrl(("ui_locales", tags), ("acr_values", tags)))).Heading);
    }

    [Fact, Spec("OIDC Core §3.1.2.1")]
    public async Task Ui_locales_choose_the_language_of_our_pages()
    {
        var notes = await server.NotesAsync();
        var browser = server.Browser();

        var page = await browser.GetAsync(notes.AuthorizeUrl(("ui_locales", "fr zh-CN en"), ("prompt", "consent")));
        Assert.Equal("登录", page.Heading);
        page = await browser.SubmitAsync(page, Steps.Pair("nobody@acme.test", "wrong"));
        Assert.Equal("登录", page.Heading);
        Assert.NotNull(page.Document.QuerySelector("[role=alert]"));

        // The switch has the last word in this interaction, the application in the next.
        var switched = await browser.SubmitAsync(page, Steps.Nothing, "en");
        Assert.Equal("Sign in", switched.Heading);
        var consent = await browser.SignInAsync(switched, await server.AnnAsync());
        Assert.Equal("Allow Network Notes?", consent.Heading);
        server.Clock.AdvanceSeconds(1);
        Assert.Equal("登录", (await browser.GetAsync(notes.AuthorizeUrl(("ui_locales", "zh"), ("prompt", "login")))).Heading);
        Assert.Equal("Sign in", (await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login")))).Heading);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "登录")]
    [InlineData("fr, zh-Hant-TW;q=0.5", "登录")]
    [InlineData("en, zh;q=0.9", "Sign in")]
    [InlineData("tr-TR", "Sign in")]
    [InlineData("*", "Sign in")]
    [InlineData("zh;q=0", "Sign in")]
    [InlineData("\"><script>", "Sign in")]
    public async Task Accept_language_chooses_too(string header, string heading)
    {
        var notes = await server.NotesAsync();
        var browser = server.Browser();
        browser.Headers["Accept-Language"] = header;

        Assert.Equal(heading, (await browser.GetAsync(notes.AuthorizeUrl())).Heading);
    }

    [Fact, Suite("oidcc-ensure-post-request-succeeds"), Attack("UI-03")]
    public async Task A_form_on_another_site_may_post_the_request_and_the_session_is_found()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var (address, fields) = Posted(notes.AuthorizeUrl());

        var answered = await browser.PostFromElsewhereAsync(address, fields);

        Assert.Equal("S0", answered.Answer["state"]);
        Assert.Equal(200, (await notes.ExchangeAsync(answered.Answer["code"])).Status);
    }

    [Fact, Suite("oidcc-ensure-post-request-succeeds"), Attack("UI-03")]
    public async Task A_posted_request_leads_a_stranger_through_the_pages()
    {
        var notes = await server.NotesAsync();
        var browser = server.Browser();
        var (address, fields) = Posted(notes.AuthorizeUrl());

        var answered = await browser.SignInAsync(await browser.PostFromElsewhereAsync(address, fields), await server.AnnAsync());

        Assert.Equal(200, (await notes.ExchangeAsync(answered.Answer["code"])).Status);
    }

    [Theory, Attack("OV-01")]
    [InlineData("/auth")]
    [InlineData("/session/end")]
    public async Task A_posted_request_that_no_address_could_carry_is_refused_by_name(string path)
    {
        var notes = await server.NotesAsync();
        var fields = Posted(notes.AuthorizeUrl()).Fields;
        var noise = Enumerable.Range(0, 20).Select(number => KeyValuePair.Create($"x{number}", Convert.ToHexString(RandomNumberGenerator.GetBytes(1000))));

        var page = await server.Browser().PostAsync(notes.Keys.Issuer + path, fields.Concat(noise));

        Assert.Equal((413, "posted_request_too_long"), (page.Status, page.Reason));
    }

    [Fact]
    public async Task A_long_posted_request_that_expired_has_to_be_made_at_the_application()
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        var (address, fields) = Posted(notes.AuthorizeUrl(("state", new string('s', 4096))));
        var page = await browser.PostAsync(address, fields.Concat([new("x", new string('x', 2000)), new("y", new string('y', 2000)), new("z", new string('z', 2000))]));
        Assert.Equal("Sign in", page.Heading);
        server.Clock.AdvanceSeconds(3601);

        var expired = await browser.SubmitAsync(page, Steps.Pair("nobody@acme.test", "wrong"));

        Assert.Equal("This sign-in took too long", expired.Heading);
        Assert.Null(expired.Document.QuerySelector("main a.btn"));
    }

    [Fact, Attack("PP-05"), Spec("RFC 6749 §3.1")]
    public async Task A_request_in_address_and_body_at_once_is_refused()
    {
        var notes = await server.NotesAsync();
        var (_, fields) = Posted(notes.AuthorizeUrl());

        var page = await server.Browser().PostAsync(notes.AuthorizeUrl(), fields);

        Assert.Equal((400, "authorize_query_and_body"), (page.Status, page.Reason));
    }

    [Theory, Suite("oidcc-response-type-missing"), Suite("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported")]
    [Suite("oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported"), Suite("oidcc-ensure-request-object-with-redirect-uri")]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("response_type", "nonsense", "unsupported_response_type")]
    [InlineData("response_type", "CODE", "unsupported_response_type")]
    [InlineData("response_type", "code code", "unsupported_response_type")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2V2aWwudGVzdCJ9.", "request_not_supported")]
    [InlineData("request_uri", "https://evil.test/request.jwt", "request_uri_not_supported")]
    [InlineData("response_mode", "web_message.jwt", "invalid_request")]
    [InlineData("response_mode", "query.jwt", "invalid_request")]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("scope", null, "invalid_scope")]
    [InlineData("claims", "{", "invalid_request")]
    [InlineData("claims", """{"id_token":{"acr":{"essential":true,"value":"urn:acme:gold"}}}""", "unmet_authentication_requirements")]
    public async Task What_cannot_be_served_is_told_to_the_application(string name, string? value, string error)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var answered = await browser.GetAsync(notes.AuthorizeUrl((name, value)));

        Assert.Equal((error, "S0", notes.Keys.Issuer), (answered.Answer["error"], answered.Answer["state"], answered.Answer["iss"]));
        Assert.StartsWith(notes.Keys.RedirectUri + "?", answered.Left!.ToString(), StringComparison.Ordinal);
    }

    [Theory, Attack("UI-20"), Attack("HI-04"), Attack("HI-05")]
    [InlineData("X-Forwarded-Host", "evil.test")]
    [InlineData("X-Forwarded-Proto", "http")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("Forwarded", "host=evil.test;proto=http")]
    [InlineData("X-Original-URL", "/setup")]
    [InlineData("X-Rewrite-URL", "/setup")]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-Forwarded-For", "198.51.100.7")]
    public async Task A_header_of_a_proxy_that_we_do_not_know_changes_nothing(string name, string value)
    {
        var notes = await server.NotesAsync();
        var browser = server.Browser();
        browser.Headers[name] = value;

        var page = await browser.SignInAsync(notes.AuthorizeUrl(("_method", "DELETE")), await server.AnnAsync());

        Assert.Equal(notes.Keys.Issuer, page.Answer["iss"]);
        Assert.All(browser.History, response => Assert.DoesNotContain("evil", response.Headers.ToString(), StringComparison.Ordinal));
    }

    [Theory, Attack("UI-20")]
    [InlineData("evil.test")]
    [InlineData("idp.test.evil.test")]
    [InlineData("idp.test:8443")]
    [InlineData("127.0.0.1")]
    public async Task Another_host_is_misdirected(string host)
    {
        var notes = await server.NotesAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, notes.AuthorizeUrl());
        request.Headers.Host = host;

        var response = await server.Client().SendAsync(request);

        Assert.Equal(421, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private static (string Address, IEnumerable<KeyValuePair<string, string>> Fields) Posted(string request)
    {
        var parts = request.Split('?', 2);
        return (parts[0], parts[1].Split('&').Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1]))));
    }
}
