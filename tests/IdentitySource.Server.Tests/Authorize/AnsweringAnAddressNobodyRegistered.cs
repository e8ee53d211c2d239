using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>The address that the answer goes to is the attacker's whole prize; it is compared as text, and nothing else is looked at before.</summary>
[Spec("RFC 9700 §4.1"), Spec("RFC 6749 §3.1.2")]
public class AnsweringAnAddressNobodyRegistered(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Host = "https://rp.acme.test/cb";

    public static TheoryData<string> Elsewhere =>
    [
        "https://evil.test/cb", Host + "/extra", Host + "/../evil", Host + "/%2e%2e/evil", Host + "/%252f..%252fevil", Host + "/..;/evil", Host + ";x=1",
        Host + "?x=1", Host + "?", Host + "#f", Host + "#", Host + "%23f", "https://rp.acme.test@evil.test/cb", "https://rp.acme.test:x@evil.test/cb",
        "https://x@rp.acme.test/cb", "https://@rp.acme.test/cb", @"https://evil.test\@rp.acme.test/cb", @"https:\\rp.acme.test\cb", "https:/rp.acme.test/cb",
        "https://rp.acme.test.evil.test/cb", "https://evilrp.acme.test/cb", "https://a.rp.acme.test/cb", "HTTPS://RP.ACME.TEST/cb",
        "https://rp.acme.test/CB", "https://rp.acme.test:443/cb", "https://rp.acme.test./cb", "https://rp.acme.test/cb/", "http://rp.acme.test/cb",
        "https://rp.acme.test:8443/cb", "//rp.acme.test/cb", "/cb", "rp.acme.test/cb", "javascript:alert(1)//rp.acme.test/cb", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "blob:https://rp.acme.test/cb", " " + Host, Host + " ", Host + "\r\nX-A:1", "https://rp.acme.test/c\tb",
        "https://rp.acme.test/cｂ", "https://rp。acme.test/cb", "https://rp.acme.test/*", "https://rp.acme.test", "",
    ];

    [Theory, MemberData(nameof(Elsewhere)), Suite("oidcc-ensure-registered-redirect-uri")]
    [Attack("RU-01"), Attack("RU-02"), Attack("RU-03"), Attack("RU-04"), Attack("RU-05"), Attack("RU-06"), Attack("RU-07"), Attack("RU-08")]
    [Attack("RU-09"), Attack("RU-10"), Attack("RU-11"), Attack("RU-12"), Attack("RU-13"), Attack("RU-15")]
    public async Task Gets_a_page_of_ours_and_no_redirect(string address)
    {
        var notes = await server.NotesAsync();

        var page = await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", address)));

        AssertPage(page, address.Length == 0 ? "redirect_uri_missing" : "redirect_uri_unregistered");
    }

    [Theory, Attack("RU-24")]
    [InlineData("scope", "bogus")]
    [InlineData("prompt", "none")]
    [InlineData("response_type", "x")]
    [InlineData("response_mode", "form_post")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("id_token_hint", "x")]
    public async Task Another_fault_in_the_request_does_not_make_it_answerable(string name, string value)
    {
        var notes = await server.NotesAsync();

        var page = await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", "https://evil.test/cb"), (name, value)));

        AssertPage(page, "redirect_uri_unregistered");
    }

    [Theory, Attack("RU-18"), Attack("RU-25"), Suite("oidcc-ensure-redirect-uri-in-authorization-request")]
    [InlineData("state")]
    [InlineData("redirect_uri[]")]
    [InlineData("redirect_uri.0")]
    [InlineData("Redirect_Uri")]
    [InlineData("redirectUri")]
    public async Task An_address_under_another_name_is_none(string name)
    {
        foreach (var notes in new[] { await server.NotesAsync(), await WebAsync(Host, "https://rp.acme.test/other") })
        {
            AssertPage(await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", null), (name, Host))), "redirect_uri_missing");
        }
    }

    [Theory, Attack("RU-25"), Spec("RFC 6749 §3.1")]
    [InlineData("redirect_uri", "https://evil.test/cb")]
    [InlineData("redirect_uri", Host)]
    [InlineData("client_id", "0123456789abcdef0123456789abcdef")]
    public async Task A_second_address_or_application_makes_neither_count(string name, string second)
    {
        var notes = await server.NotesAsync();

        AssertPage(await server.Browser().GetAsync($"{notes.AuthorizeUrl()}&{name}={Uri.EscapeDataString(second)}"), "address_parameter_repeated");
    }

    [Fact, Attack("RU-05")]
    public async Task A_registered_query_must_be_the_same_and_is_added_to()
    {
        var notes = await WebAsync(Host + "?env=1");
        var browser = server.Browser();

        var right = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "none")));
        Assert.StartsWith(Host + "?env=1&error=login_required&", right.Left!.ToString(), StringComparison.Ordinal);
        foreach (var other in new[] { Host, Host + "?env=2", Host + "?env=1&x=1", Host + "?ENV=1", Host + "?env=1&" })
        {
            AssertPage(await browser.GetAsync(notes.AuthorizeUrl(("redirect_uri", other))), "redirect_uri_unregistered");
        }
    }

    [Fact, Attack("RU-19"), Spec("RFC 8252 §7.3")]
    public async Task A_native_application_is_free_in_its_port_alone()
    {
        var native = await server.ApplicationAsync(input => input with
        {
            Type = ApplicationType.Native,
            RedirectUris = ["http://127.0.0.1/cb", "http://[::1]/cb", "com.acme.app:/cb"],
        });
        var browser = server.Browser();
        string[] elsewhere =
        [
            "http://localhost:51004/cb", "http://127.0.0.1.evil.test/cb", "http://localhost.evil.test/cb", "http://127.1/cb",
            "http://0x7f.0.0.1/cb", "http://2130706433/cb", "http://127.0.0.1:51004/cb2", "https://127.0.0.1:51004/cb",
            "http://127.0.0.1:80@evil.test/cb", "http://127.0.0.1:/cb", "http://127.0.0.1:123456/cb", "http://127.0.0.2:51004/cb",
            "http://[::2]:9/cb", "http://[::ffff:127.0.0.1]:9/cb", "com.acme.app:/cb2", "com.acme.app://evil.test/cb",
        ];

        foreach (var address in elsewhere)
        {
            AssertPage(await browser.GetAsync(native.AuthorizeUrl(("redirect_uri", address))), "redirect_uri_unregistered");
        }

        foreach (var right in new[] { "http://127.0.0.1:51004/cb", "http://[::1]:9/cb", "com.acme.app:/cb" })
        {
            var answered = await browser.GetAsync(native.AuthorizeUrl(("redirect_uri", right), ("prompt", "none")));
            Assert.StartsWith(right + "?error=login_required&", answered.Response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact, Attack("RU-22")]
    public async Task An_address_of_another_application_or_pool_is_not_this_ones()
    {
        var notes = await server.NotesAsync();
        await WebAsync("https://other.acme.test/cb");
        var operators = await server.PoolAsync("operators");
        await server.ApplicationAsync(input => input with { PoolId = operators, RedirectUris = ["https://globex.test/cb"] });

        foreach (var address in new[] { "https://other.acme.test/cb", "https://globex.test/cb" })
        {
            AssertPage(await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", address))), "redirect_uri_unregistered");
        }
    }

    [Theory, Attack("RU-26"), Attack("OV-01")]
    [InlineData(2048, 400)]
    [InlineData(16 * 1024, 414)]
    public async Task A_longer_address_that_begins_like_a_registered_one_is_not_cut(int length, int status)
    {
        var notes = await server.NotesAsync();

        var page = await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", Host.PadRight(length, 'x'))));

        Assert.Equal(status, page.Status);
        Assert.Null(page.Left);
    }

    [Fact, Attack("RU-27")]
    public async Task An_address_that_is_removed_while_the_person_signs_in_is_not_answered()
    {
        var notes = await WebAsync();
        var ann = await server.AnnAsync();
        var browser = server.Browser();
        var page = await browser.GetAsync(notes.AuthorizeUrl());
        await server.Services.GetRequiredService<UpdateApplication>().RunAsync(
            Actor.CommandLine, new ApplicationSettings { PoolId = server.PoolId, Application = notes.Keys.ClientId, RedirectUris = ["https://rp.acme.test/new"] }, default);

        AssertPage(await browser.SignInAsync(page, ann), "redirect_uri_unregistered");
    }

    [Theory, Spec("RFC 6749 §4.1.2.1")]
    [InlineData(null, "client_id_missing")]
    [InlineData("0123456789abcdef0123456789abcdef", "application_unknown")]
    [InlineData("' OR '1'='1", "application_unknown")]
    public async Task An_unknown_application_has_no_address_at_all(string? clientId, string reason)
    {
        var notes = await server.NotesAsync();

        AssertPage(await server.Browser().GetAsync(notes.AuthorizeUrl(("client_id", clientId))), reason);
    }

    [Fact]
    public async Task An_application_is_unknown_at_the_address_of_another()
    {
        var (notes, other) = (await server.NotesAsync(), await WebAsync());

        AssertPage(await server.Browser().GetAsync(notes.AuthorizeUrl(("client_id", other.Keys.ClientId))), "application_unknown");
    }

    [Fact]
    public async Task The_page_names_the_application_and_leads_back_to_it_and_shows_nothing_that_is_registered_for_answers()
    {
        var notes = await WebAsync("https://rp.acme.test/other", Host);

        var page = await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", "https://rp.acme.test/cb/")));

        Assert.Contains("Nothing about you was shared with Network Notes.", page.Body, StringComparison.Ordinal);
        var back = page.Document.QuerySelector("main a.btn")!;
        Assert.Equal(("Back to Network Notes", "https://rp.acme.test/bye"), (back.TextContent.Trim(), back.GetAttribute("href")));
        Assert.DoesNotContain("rp.acme.test/other", page.Body, StringComparison.Ordinal);
    }

    private Task<RelyingParty> WebAsync(params string[] addresses) =>
        server.ApplicationAsync(input => input with { RedirectUris = addresses.Length > 0 ? addresses : [Host] });

    private static void AssertPage(Visit page, string reason)
    {
        Assert.Equal((400, reason), (page.Status, page.Reason));
        Assert.Null(page.Response.Headers.Location);
        Assert.Empty(page.Document.QuerySelectorAll("a[href]:not([href='https://rp.acme.test/bye']), meta[http-equiv], form:not([action='/preferences']), iframe, img"));
        Assert.Single(page.Response.Headers.GetValues("X-Request-Id"));
        Assert.True(page.Body.Length < 16 * 1024);
    }
}
