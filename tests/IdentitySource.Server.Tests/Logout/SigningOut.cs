using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Logout;

/// <summary>An application may end the session of the person it names; everybody else is asked first, and led nowhere that is not registered.</summary>
[Spec("RP-Initiated Logout §2"), Spec("RP-Initiated Logout §3")]
public class SigningOut(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Bye = "https://rp.acme.test/bye";

    [Fact, Suite("oidcc-rp-initiated-logout")]
    public async Task With_a_hint_the_session_ends_and_the_person_is_led_back_with_the_state()
    {
        var (notes, browser, hint) = await HintedAsync();
        var state = new string('s', 128);

        var left = await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("state", state));

        Assert.Equal($"{Bye}?state={state}", left.Left!.ToString());
        Assert.Equal("login_required", await browser.SilentAsync(notes));
    }

    [Fact, Suite("oidcc-rp-initiated-logout-no-state")]
    public async Task Without_a_state_none_is_added()
    {
        var (notes, browser, hint) = await HintedAsync();

        Assert.Equal(Bye, (await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", Bye))).Left!.ToString());
    }

    [Fact, Suite("oidcc-rp-initiated-logout-no-post-logout-redirect-uri")]
    public async Task Without_an_address_our_own_page_says_so()
    {
        var (notes, browser, hint) = await HintedAsync();

        Assert.Equal("You are signed out", (await EndAsync(browser, notes, ("id_token_hint", hint))).Heading);
        Assert.Equal("login_required", await browser.SilentAsync(notes));
    }

    [Theory, Suite("oidcc-rp-initiated-logout-no-params"), Suite("oidcc-rp-initiated-logout-only-state"), Suite("oidcc-rp-initiated-logout-no-id-token-hint")]
    [Attack("OR-03"), Attack("UI-04")]
    [InlineData(null, null)]
    [InlineData("state", "S1")]
    [InlineData("post_logout_redirect_uri", Bye)]
    [InlineData("post_logout_redirect_uri", "https://evil.test")]
    public async Task Without_a_hint_the_person_is_asked_and_then_led_nowhere(string? name, string? value)
    {
        var (notes, browser, ann) = await server.SignedInAsync();

        var page = name is null ? await EndAsync(browser, notes) : await EndAsync(browser, notes, (name, value!));
        Assert.Equal("Sign out?", page.Heading);
        Assert.Contains(ann.Email, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("code", await browser.SilentAsync(notes));

        Assert.Equal("You are signed out", (await browser.SubmitAsync(page, Steps.Nothing, "sign_out")).Heading);
        Assert.Equal("login_required", await browser.SilentAsync(notes));
    }

    [Fact]
    public async Task With_the_application_named_the_person_is_asked_and_then_led_back()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var page = await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye), ("state", "S1"));
        Assert.Equal("Sign out?", page.Heading);

        Assert.Equal(Bye + "?state=S1", (await browser.SubmitAsync(page, Steps.Nothing, "sign_out")).Left!.ToString());
    }

    [Fact]
    public async Task Who_chooses_to_stay_stays()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var stayed = await browser.SubmitAsync(await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye)), Steps.Nothing, "stay");

        Assert.Equal("You are still signed in", stayed.Heading);
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    [Theory, Attack("OR-05"), Attack("OR-02")]
    [Suite("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri"), Suite("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri")]
    [InlineData("https://evil.test/bye")]
    [InlineData(Bye + "?foo=bar")]
    [InlineData(Bye + "/")]
    [InlineData(Bye + "#x")]
    [InlineData("https://rp.acme.test/BYE")]
    [InlineData("https://rp.acme.test/x/../bye")]
    [InlineData("https://x@rp.acme.test/bye")]
    [InlineData("https://rp.acme.test:443/bye")]
    [InlineData("https://rp.acme.test/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//rp.acme.test/bye")]
    public async Task An_address_that_is_not_registered_for_it_leads_nowhere(string address)
    {
        var (notes, browser, hint) = await HintedAsync();

        var page = await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", address));

        Assert.Equal((400, "logout_uri_unregistered"), (page.Status, page.Reason));
        Assert.Null(page.Left);
        var asked = await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", address));
        Assert.Equal("You are signed out", (await browser.SubmitAsync(asked, Steps.Nothing, "sign_out")).Heading);
    }

    [Fact, Attack("OR-02")]
    public async Task An_address_of_another_application_is_not_this_ones()
    {
        var (notes, browser, hint) = await HintedAsync();
        await server.ApplicationAsync(input => input with { PostLogoutRedirectUris = ["https://evil.acme.test/bye"] });

        var page = await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", "https://evil.acme.test/bye"));

        Assert.Equal("logout_uri_unregistered", page.Reason);
    }

    [Fact, Attack("OR-04")]
    public async Task The_application_named_must_be_the_one_of_the_hint()
    {
        var (notes, browser, hint) = await HintedAsync();
        var other = await server.ApplicationAsync();

        var page = await EndAsync(browser, notes, ("id_token_hint", hint), ("client_id", other.Keys.ClientId), ("post_logout_redirect_uri", Bye));

        Assert.Equal((400, "logout_client_differs"), (page.Status, page.Reason));
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    [Fact, Attack("JW-19"), Attack("TT-02"), Suite("oidcc-rp-initiated-logout-modified-id-token-hint"), Suite("oidcc-rp-initiated-logout-bad-id-token-hint")]
    public async Task A_hint_that_is_not_an_id_token_of_this_issuer_is_no_hint()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var tokens = await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]);
        var other = await server.ApplicationAsync();
        var foreign = (await other.ExchangeAsync((await browser.GetAsync(other.AuthorizeUrl())).Answer["code"]))["id_token"]!;
        var parts = tokens["id_token"]!.Split('.');

        foreach (var hint in new[]
        {
            foreign, tokens["access_token"]!, $"eyJhbGciOiJub25lIn0.{parts[1]}.", $"eyJhbGciOiJub25lIn0.{parts[1]}.{parts[2]}", $"{parts[0]}.{foreign.Split('.')[1]}.{parts[2]}", "x", "..",
        })
        {
            var page = await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", Bye));
            Assert.Equal("Sign out?", page.Heading);
            Assert.Equal("code", await browser.SilentAsync(notes));
        }

        var asked = await EndAsync(browser, notes, ("id_token_hint", foreign), ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye));
        Assert.Equal("You are signed out", (await browser.SubmitAsync(asked, Steps.Nothing, "sign_out")).Heading);
    }

    [Fact, Attack("OR-06")]
    public async Task A_hint_about_somebody_else_asks_the_person_who_is_here_and_an_expired_one_is_good_enough()
    {
        var (notes, bobs, bobsHint) = await HintedAsync(await server.PersonAsync("bob"));
        var (_, browser, ann) = await server.SignedInAsync();

        var page = await EndAsync(browser, notes, ("id_token_hint", bobsHint), ("post_logout_redirect_uri", Bye));
        Assert.Equal("Sign out?", page.Heading);
        Assert.Contains(ann.Email, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("code", await browser.SilentAsync(notes));

        server.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(Bye, (await EndAsync(bobs, notes, ("id_token_hint", bobsHint), ("post_logout_redirect_uri", Bye))).Left!.ToString());
        Assert.Equal("login_required", await bobs.SilentAsync(notes));
    }

    [Theory, Attack("OR-12"), Attack("HI-01")]
    [InlineData("\r\nSet-Cookie:x=1")]
    [InlineData("a&b=c#d\"<>ü🙂\u2028")]
    public async Task The_state_comes_back_as_it_was_and_forges_no_header(string state)
    {
        var (notes, browser, hint) = await HintedAsync();

        var left = await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("state", state));

        Assert.Equal(Bye + "?state=" + Uri.EscapeDataString(state), left.Response.Headers.Location!.OriginalString);
        Assert.Equal(state, left.Answer["state"]);
        Assert.Null(browser.Cookies.GetCookies(HostedServer.Origin)["x"]);
    }

    [Fact, Attack("UI-03")]
    public async Task Posted_by_the_application_it_reaches_the_session_though_its_cookie_stays_behind_at_first()
    {
        var (notes, browser, hint) = await HintedAsync();

        var left = await browser.PostFromElsewhereAsync(
            notes.Keys.Issuer + "/session/end", [new("id_token_hint", hint), new("post_logout_redirect_uri", Bye), new("state", "S1")]);

        Assert.Equal(Bye + "?state=S1", left.Left!.ToString());
        Assert.Equal("login_required", await browser.SilentAsync(notes));
    }

    [Fact, Attack("UI-04")]
    public async Task Posted_by_anybody_else_it_asks()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        Assert.Equal("Sign out?", (await browser.PostFromElsewhereAsync(notes.Keys.Issuer + "/session/end", [])).Heading);
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("%ff")]
    public async Task A_damaged_link_to_the_question_leads_nowhere_afterwards(string ticket)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var address = notes.Keys.Issuer[..^"/oidc".Length];

        var page = await browser.GetAsync($"{address}/sign-out?ticket={ticket}");

        Assert.Equal("You are signed out", (await browser.SubmitAsync(page, Steps.Nothing, "sign_out")).Heading);
        Assert.Equal("flow_tampered", (await browser.GetAsync($"{notes.Keys.Issuer}/session/end/continue?ticket={ticket}")).Reason);
    }

    [Fact]
    public async Task A_link_to_the_question_is_of_one_address()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var other = await server.ApplicationAsync();
        var page = await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye));

        var elsewhere = await browser.GetAsync($"{other.Keys.Issuer[..^"/oidc".Length]}/sign-out?ticket={page.Fields["ticket"]}");

        Assert.Equal("You are signed out", (await browser.SubmitAsync(elsewhere, Steps.Nothing, "sign_out")).Heading);
    }

    [Fact, Attack("RU-27")]
    public async Task An_address_that_is_removed_before_the_answer_is_not_led_to()
    {
        var (notes, browser, _) = await server.SignedInAsync(input => input);
        var page = await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye));
        await server.Services.GetRequiredService<UpdateApplication>().RunAsync(
            Actor.CommandLine, new ApplicationSettings { PoolId = server.PoolId, Application = notes.Keys.ClientId, PostLogoutRedirectUris = [] }, default);

        Assert.Equal("You are signed out", (await browser.SubmitAsync(page, Steps.Nothing, "sign_out")).Heading);
    }

    [Fact]
    public async Task A_question_that_lay_open_for_an_hour_leads_nowhere()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var page = await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye));
        server.Clock.AdvanceSeconds(3601);

        Assert.Equal("You are signed out", (await browser.SubmitAsync(page, Steps.Nothing, "sign_out")).Heading);
    }

    [Fact]
    public async Task The_language_that_the_application_wants_is_kept_to_the_end()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var page = await EndAsync(browser, notes, ("ui_locales", "zh-CN"));
        Assert.Equal("要退出登录吗？", page.Heading);

        Assert.Equal("您已退出登录", (await browser.SubmitAsync(page, Steps.Nothing, "sign_out")).Heading);
        Assert.Equal("您已退出登录", (await EndAsync(browser, notes, ("ui_locales", "zh-CN"))).Heading);
    }

    [Fact]
    public async Task Nobody_signed_in_is_told_so_and_led_back_when_the_application_is_known()
    {
        var (notes, browser, hint) = await HintedAsync();
        browser.ForgetCookies();

        Assert.Equal("You are signed out", (await EndAsync(browser, notes)).Heading);
        Assert.Equal(Bye, (await EndAsync(browser, notes, ("id_token_hint", hint), ("post_logout_redirect_uri", Bye))).Left!.ToString());
        Assert.Null((await EndAsync(browser, notes, ("post_logout_redirect_uri", "https://evil.test"))).Left);
        Assert.Equal("You are signed out", (await EndAsync(browser, notes, ("client_id", notes.Keys.ClientId), ("post_logout_redirect_uri", Bye))).Heading);
    }

    [Theory]
    [InlineData("state=a&state=b", "parameter_repeated")]
    [InlineData("id_token_hint=a&id_token_hint=b", "parameter_repeated")]
    public async Task A_repeated_parameter_is_refused(string query, string reason)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        Assert.Equal(reason, (await browser.GetAsync($"{notes.Keys.Issuer}/session/end?{query}")).Reason);
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    private async Task<(RelyingParty Notes, Browser Browser, string Hint)> HintedAsync(Person? person = null)
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        var answered = await browser.SignInAsync(notes.AuthorizeUrl(), person ?? await server.AnnAsync());
        var tokens = await notes.ExchangeAsync(answered.Answer["code"]);
        server.Clock.AdvanceSeconds(1);
        return (notes, browser, tokens["id_token"]!);
    }

    private static Task<Visit> EndAsync(Browser browser, RelyingParty notes, params (string Name, string Value)[] parameters) =>
        browser.GetAsync($"{notes.Keys.Issuer}/session/end?{string.Join('&', parameters.Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"))}");
}
