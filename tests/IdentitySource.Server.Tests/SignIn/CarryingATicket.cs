using System.Net;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>A sign-in on its way through our pages: it belongs to one browser, one address and one hour, and has one end.</summary>
public class CarryingATicket(HostedServer server) : IClassFixture<HostedServer>
{
    private static readonly string[] Pages = ["/sign-in", "/choose-account", "/consent", "/oidc/auth/continue"];

    [Fact, Attack("AC-17"), Attack("SF-03"), Attack("UI-11")]
    public async Task In_another_browser_it_is_refused_by_every_page_and_form()
    {
        var (notes, attacker) = (await server.NotesAsync(), server.Browser());
        var planted = await attacker.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
        var ticket = planted.Fields["ticket"];

        foreach (var victim in new[] { server.Browser(), (await server.SignedInAsync()).Browser })
        {
            var ann = await server.AnnAsync();
            await victim.GetAsync((await server.ApplicationAsync()).AuthorizeUrl(("prompt", "login")));
            foreach (var page in Pages)
            {
                AssertRefused(await victim.GetAsync($"{Address(notes)}{page}?ticket={ticket}"), "flow_of_other_browser");
            }

            var own = await victim.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
            var (action, fields) = Browser.Fill(own, Steps.Pair(ann.Email, ann.Password));
            fields["ticket"] = ticket;
            AssertRefused(await victim.PostAsync(action, fields), "flow_of_other_browser");
        }

        Assert.Equal("Sign in", (await attacker.GetAsync($"{notes.Keys.Issuer}/auth/continue?ticket={ticket}")).Heading);
    }

    [Fact]
    public async Task At_another_address_it_is_refused()
    {
        var (notes, other, browser) = (await server.NotesAsync(), await server.ApplicationAsync(), server.Browser());
        var ticket = (await browser.GetAsync(notes.AuthorizeUrl())).Fields["ticket"];

        foreach (var page in Pages)
        {
            AssertRefused(await browser.GetAsync($"{Address(other)}{page}?ticket={ticket}"), "flow_of_other_address");
            AssertRefused(await browser.GetAsync($"{page}?ticket={ticket}"), "flow_of_other_address");
        }
    }

    [Fact, Attack("SF-03")]
    public async Task Changed_made_up_or_made_by_another_server_it_is_refused()
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        var ticket = (await browser.GetAsync(notes.AuthorizeUrl())).Fields["ticket"];
        string[] forged =
        [
            "", "x", ticket[1..], ticket[..^1], ticket + "A", ticket[..40] + (ticket[40] == 'A' ? 'B' : 'A') + ticket[41..],
            "..%2F", "%ff", new string('A', 8000), "CfDJ8" + new string('A', 300),
        ];

        foreach (var text in forged)
        {
            foreach (var page in Pages)
            {
                AssertRefused(await browser.GetAsync($"{Address(notes)}{page}?ticket={text}"), "flow_tampered");
            }
        }

        HostedServer second = new();
        await second.InitializeAsync();
        var theirs = (await second.Browser().GetAsync((await second.ApplicationAsync()).AuthorizeUrl())).Fields["ticket"];
        await second.DisposeAsync();
        AssertRefused(await browser.GetAsync($"{Address(notes)}/sign-in?ticket={theirs}"), "flow_tampered", "flow_of_other_address");
    }

    [Fact]
    public async Task After_an_hour_its_pages_say_so_and_the_way_back_works()
    {
        var (notes, browser, ann) = (await server.NotesAsync(), server.Browser(), await server.AnnAsync());
        var page = await browser.GetAsync(notes.AuthorizeUrl(("state", "ü & so"), ("scope", "openid email")));
        var ticket = page.Fields["ticket"];
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Sign in", (await browser.GetAsync($"{Address(notes)}/sign-in?ticket={ticket}")).Heading);
        server.Clock.AdvanceSeconds(1);

        var expired = await browser.SignInAsync(page, ann);
        Assert.Equal((400, "This sign-in took too long"), (expired.Status, expired.Heading));
        foreach (var path in Pages)
        {
            Assert.Equal("This sign-in took too long", (await browser.GetAsync($"{Address(notes)}{path}?ticket={ticket}")).Heading);
        }

        Assert.Equal("login_required", await browser.SilentAsync(notes));
        var wayBack = expired.Document.QuerySelector("main a.btn")!.GetAttribute("href")!;
        Assert.StartsWith("/apps/", wayBack, StringComparison.Ordinal);
        var answered = await browser.SignInAsync(wayBack, ann);
        Assert.Equal("ü & so", answered.Answer["state"]);
    }

    [Fact, Attack("AC-20"), Attack("CO-10")]
    public async Task It_ends_once_however_often_it_is_finished()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));
        var chosen = await browser.ChooseAsync(page, ann.Email);
        var back = browser.History.Select(response => response.RequestMessage!.RequestUri!).Last(uri => uri.AbsolutePath.EndsWith("/continue", StringComparison.Ordinal));
        Assert.Equal(200, (await notes.ExchangeAsync(chosen.Answer["code"])).Status);

        var again = await browser.GetAsync(back.ToString());
        Assert.Equal((400, "Already done"), (again.Status, again.Heading));

        var repeated = await browser.ChooseAsync(page, ann.Email);
        Assert.Equal("Already done", repeated.Heading);
        Assert.Null(repeated.Left);
    }

    [Fact, Attack("AC-20"), Attack("CO-10")]
    public async Task Twenty_at_once_get_one_code()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));
        var account = page.Document.QuerySelector("button[name=account]")!.GetAttribute("value");
        var (action, fields) = Browser.Fill(page, Steps.Nothing, account);

        var visits = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => browser.PostAsync(action, fields))));

        Assert.Single(visits, visit => visit.Left is not null && visit.Answer.ContainsKey("code"));
        Assert.Equal(19, visits.Count(visit => visit.Heading == "Already done"));
        Assert.NotEmpty(ann.Email);
    }

    [Fact]
    public async Task A_double_click_on_sign_in_signs_in_once()
    {
        var (notes, browser, ann) = (await server.NotesAsync(), server.Browser(), await server.AnnAsync());
        var page = await browser.GetAsync(notes.AuthorizeUrl());

        var first = await browser.SignInAsync(page, ann);
        var second = await browser.SignInAsync(page, ann);

        Assert.Equal(200, (await notes.ExchangeAsync(first.Answer["code"])).Status);
        Assert.Equal((400, "This form is out of date"), (second.Status, second.Heading));
        var onwards = await browser.GetAsync(second.Document.QuerySelector("main a.btn")!.GetAttribute("href")!);
        Assert.Equal("Already done", onwards.Heading);
    }

    [Fact, Attack("SF-14")]
    public async Task Two_tabs_that_finish_in_the_other_order_each_get_their_own_answer()
    {
        var (notes, shop) = (await server.NotesAsync(), await server.ApplicationAsync(input => input with { RedirectUris = ["https://shop.acme.test/cb"] }));
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var first = await browser.GetAsync(notes.AuthorizeUrl(("state", "one"), ("nonce", "n1")));
        var second = await browser.GetAsync(shop.AuthorizeUrl(("state", "two"), ("nonce", "n2")));

        var secondAnswer = await browser.SignInAsync(second, ann);
        Assert.Equal(("two", shop.Keys.Issuer), (secondAnswer.Answer["state"], secondAnswer.Answer["iss"]));
        var stale = await browser.SignInAsync(first, ann);
        var firstAnswer = await browser.GetAsync(stale.Document.QuerySelector("main a.btn")!.GetAttribute("href")!);

        Assert.Equal(("one", notes.Keys.Issuer), (firstAnswer.Answer["state"], firstAnswer.Answer["iss"]));
        Assert.StartsWith("https://shop.acme.test/cb?", secondAnswer.Left!.ToString(), StringComparison.Ordinal);
        Assert.Equal("n2", (await shop.IdTokenAsync(secondAnswer)).GetProperty("nonce").GetString());
        Assert.Equal("n1", (await notes.IdTokenAsync(firstAnswer)).GetProperty("nonce").GetString());
    }

    [Fact, Attack("SF-14")]
    public async Task A_tab_at_the_shared_address_does_not_spoil_the_form_in_another()
    {
        var (notes, portal) = (await server.NotesAsync(), await server.ApplicationAsync(shared: true));
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var first = await browser.GetAsync(notes.AuthorizeUrl());
        await browser.GetAsync(portal.AuthorizeUrl());

        var answered = await browser.SignInAsync(first, ann);

        Assert.Equal("S0", answered.Answer["state"]);
    }

    [Fact, Attack("OV-12")]
    public async Task Two_hundred_of_them_need_no_more_cookies_than_one()
    {
        var (notes, browser, ann) = (await server.NotesAsync(), server.Browser(), await server.AnnAsync());
        var first = await browser.GetAsync(notes.AuthorizeUrl());
        var cookies = browser.Cookies.Count;
        for (var number = 0; number < 200; number++)
        {
            await browser.GetAsync(notes.AuthorizeUrl(("state", $"{number}")));
        }

        Assert.Equal(cookies, browser.Cookies.Count);
        Assert.Equal("S0", (await browser.SignInAsync(first, ann)).Answer["state"]);
    }

    [Fact, Attack("RT-09")]
    public async Task Parameters_beside_it_are_not_read()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var ticket = (await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account"), ("scope", "openid")))).Fields["ticket"];
        var page = await browser.GetAsync(
            $"{notes.Keys.Issuer}/auth/continue?redirect_uri=https%3A%2F%2Fevil.test&scope=openid%20email&response_type=token&state=evil&ticket={ticket}");

        var answered = await browser.ChooseAsync(page, ann.Email);

        Assert.Equal("S0", answered.Answer["state"]);
        Assert.StartsWith(notes.Keys.RedirectUri + "?code=", answered.Left!.ToString(), StringComparison.Ordinal);
        Assert.Equal("openid", (await notes.ExchangeAsync(answered.Answer["code"]))["scope"]);
    }

    private static string Address(RelyingParty application) => application.Keys.Issuer[..^"/oidc".Length];

    private static void AssertRefused(Visit page, params string[] reasons)
    {
        Assert.Equal(HttpStatusCode.BadRequest, page.Response.StatusCode);
        Assert.Contains(page.Reason, reasons);
        Assert.Null(page.Left);
    }
}
