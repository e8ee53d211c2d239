using System.Net;
using AngleSharp.Html.Dom;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>What the application sent comes back untouched, nothing is added that it did not ask for, and every answer names its issuer.</summary>
public class CarryingTheAnswer(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Attack("OV-02"), Attack("UN-07"), Attack("HI-01"), Attack("MX-01"), Spec("RFC 6749 §4.1.2"), Spec("RFC 9207 §2")]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task State_and_issuer_are_intact_in_success_and_error(string mode)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        string[] states =
        [
            new('s', 128), new('s', 1024), new('s', 4096), "ü🙂\n\r\"<>&=+%#? ", "x\r\nSet-Cookie:a=b", "\u560a\u560d\u2028\u2029", "\"><script>alert(1)</script>", "' onload='x", "{{7*7}}",
        ];

        foreach (var state in states)
        {
            foreach (var prompt in new[] { "none", "none login" })
            {
                var request = notes.AuthorizeUrl(("response_mode", mode), ("state", state), ("prompt", prompt));
                var answered = request.Length < 8000 ? await browser.GetAsync(request) : await PostAsync(browser, request);
                var answer = mode == "form_post" ? answered.Fields : answered.Answer;

                Assert.Equal(state, answer["state"]);
                Assert.Equal(notes.Keys.Issuer, answer["iss"]);
                Assert.Equal(prompt == "none" ? "code" : "error", answer.Keys.First());
                Assert.Equal(4, browser.Cookies.Count);
            }
        }
    }

    [Theory, Attack("OV-02"), Attack("OV-03"), Attack("OV-08"), Attack("UN-02")]
    [InlineData("state", 4097)]
    [InlineData("nonce", 1025)]
    [InlineData("login_hint", 2049)]
    [InlineData("acr_values", 2049)]
    [InlineData("unknown", 2049)]
    public async Task What_is_too_long_is_named_and_never_cut(string name, int length)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var answered = await browser.GetAsync(notes.AuthorizeUrl((name, new string('x', length))));

        Assert.Equal("invalid_request", answered.Answer["error"]);
        Assert.Contains(name, answered.Answer["error_description"], StringComparison.Ordinal);
        Assert.DoesNotContain("code", answered.Answer.Keys);
    }

    [Theory, Attack("OV-03"), Suite("oidcc-server")]
    [InlineData(64)]
    [InlineData(384)]
    [InlineData(1024)]
    public async Task A_nonce_is_in_the_id_token_as_it_was_sent(int length)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var nonce = new string('n', length);

        var idToken = await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl(("nonce", nonce))));

        Assert.Equal(nonce, idToken.GetProperty("nonce").GetString());
    }

    [Fact, Attack("RT-07"), Attack("AC-18"), Spec("OAuth 2.0 Form Post Response Mode §2")]
    public async Task Form_post_is_one_form_to_the_registered_address_with_the_answer_and_nothing_else()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var page = await browser.GetAsync(notes.AuthorizeUrl(("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>")));

        var form = (IHtmlFormElement)Assert.Single(page.Document.QuerySelectorAll("form"));
        Assert.Equal((notes.Keys.RedirectUri, "post"), (form.GetAttribute("action"), form.Method));
        Assert.Equal(["code", "state", "iss"], form.QuerySelectorAll("[name]").Select(field => field.GetAttribute("name")));
        var policy = page.Response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("form-action", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Response.Headers.CacheControl!.ToString());
        Assert.Empty(page.Document.QuerySelectorAll("script:not([src])"));
        Assert.Equal(200, (await notes.ExchangeAsync(page.Fields["code"])).Status);
    }

    [Fact, Attack("RU-28"), Spec("RFC 9700 §4.12")]
    public async Task The_redirect_is_a_see_other_that_is_neither_kept_nor_told_on()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var response = (await browser.GetAsync(notes.AuthorizeUrl(("prompt", "none")))).Response;

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Theory, Attack("MX-02"), Attack("MX-04"), Attack("AC-18")]
    [InlineData("iss", "https://evil.test", null)]
    [InlineData("error", "access_denied", null)]
    [InlineData("code", "planted", null)]
    [InlineData("session_state", "planted", null)]
    [InlineData("resource", "https://evil.test/api", "invalid_target")]
    public async Task Parameters_of_the_answer_cannot_be_planted_in_the_request(string name, string value, string? error)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var answered = await browser.GetAsync(notes.AuthorizeUrl((name, value), ("prompt", "none")));

        Assert.Equal(error, answered.Answer.GetValueOrDefault("error"));
        Assert.Equal(notes.Keys.Issuer, answered.Answer["iss"]);
        Assert.DoesNotContain(value, answered.Answer.Values);
    }

    [Theory, Attack("UN-02"), Attack("HI-01")]
    [InlineData("state=%ff%fe")]
    [InlineData("state=%c0%ae")]
    [InlineData("nonce=%ed%a0%80")]
    [InlineData("state=a%00b")]
    [InlineData("%ff=1")]
    public async Task Broken_text_is_refused_on_a_page(string part)
    {
        var notes = await server.NotesAsync();

        var page = await server.Browser().GetAsync($"{notes.AuthorizeUrl(("state", null), ("nonce", null))}&{part}");

        Assert.Equal((400, "parameter_malformed"), (page.Status, page.Reason));
    }

    [Theory, Attack("UN-02")]
    [InlineData("nonce=%")]
    [InlineData("nonce=%zz")]
    [InlineData("nonce=%4")]
    [InlineData("%e4=1")]
    public async Task Broken_escapes_in_a_posted_request_are_too(string body)
    {
        var notes = await server.NotesAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, notes.Keys.Issuer + "/auth")
        {
            Content = new StringContent($"client_id={notes.Keys.ClientId}&{body}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };

        var response = await server.Browser().RawAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("parameter_malformed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact, Attack("OV-01")]
    public async Task A_request_of_more_than_8_KiB_is_to_be_posted()
    {
        var notes = await server.NotesAsync();
        var padded = notes.AuthorizeUrl() + "&x=";

        var longest = await server.Browser().GetAsync(padded.PadRight(8192 + padded.IndexOf('?', StringComparison.Ordinal), 'x'));
        var tooLong = await server.Browser().GetAsync(padded.PadRight(8193 + padded.IndexOf('?', StringComparison.Ordinal), 'x'));

        Assert.Equal("invalid_request", longest.Answer["error"]);
        Assert.Equal(414, tooLong.Status);
    }

    [Theory, Attack("UN-06"), Attack("OV-04")]
    [InlineData("openid \"")]
    [InlineData("openid \\")]
    [InlineData("openid\tprofile")]
    [InlineData("openid é")]
    [InlineData("openid \u007f")]
    public async Task A_scope_of_strange_characters_is_refused(string scope)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        Assert.Equal("invalid_scope", (await browser.GetAsync(notes.AuthorizeUrl(("scope", scope)))).Answer["error"]);
    }

    private static Task<Visit> PostAsync(Browser browser, string request)
    {
        var parts = request.Split('?', 2);
        return browser.PostAsync(parts[0], parts[1].Split('&').Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1]))));
    }
}
