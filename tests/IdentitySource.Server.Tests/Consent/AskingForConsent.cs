using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Consent;

/// <summary>Nothing is shared that a person has not read and allowed, as themselves, and nothing more than they read.</summary>
[Spec("OIDC Core §3.1.2.4")]
public class AskingForConsent(AskingForConsent.AskingServer server) : IClassFixture<AskingForConsent.AskingServer>
{
    [Fact, Attack("CO-01"), Attack("CO-05")]
    public async Task The_page_cannot_be_skipped()
    {
        var (shop, browser, _, page) = await AskedAsync();

        Assert.Equal("Allow Network Notes?", page.Heading);
        Assert.Equal("Allow Network Notes?", (await browser.GetAsync($"{shop.Keys.Issuer}/auth/continue?ticket={page.Fields["ticket"]}&decision=allow")).Heading);
        Assert.Equal("consent_required", await browser.SilentAsync(shop));
    }

    [Fact, Attack("CO-03"), Attack("CO-04")]
    public async Task It_is_remembered_until_more_is_asked_for_or_the_application_wants_it_asked()
    {
        var (shop, browser, _, page) = await AskedAsync();
        var answered = await browser.AllowAsync(page);
        Assert.Equal(200, (await shop.ExchangeAsync(answered.Answer["code"])).Status);
        server.Clock.AdvanceSeconds(1);

        Assert.Equal("code", await browser.SilentAsync(shop));
        Assert.Equal("code", await browser.SilentAsync(shop, ("scope", "openid profile")));
        Assert.Equal("consent_required", await browser.SilentAsync(shop, ("scope", "openid profile email phone")));
        Assert.Equal("consent_required", await browser.SilentAsync(shop, ("claims", """{"userinfo":{"birthdate":null}}""")));
        Assert.Equal("Allow Network Notes?", (await browser.GetAsync(shop.AuthorizeUrl(("prompt", "consent")))).Heading);

        var more = await browser.GetAsync(shop.AuthorizeUrl(("scope", "openid address")));
        await browser.AllowAsync(more);
        server.Clock.AdvanceSeconds(1);
        Assert.Equal("code", await browser.SilentAsync(shop, ("scope", "openid profile email address")));
    }

    [Fact, Attack("CO-02"), Attack("CO-14")]
    public async Task Fields_that_the_page_does_not_have_grant_nothing()
    {
        var (shop, browser, bob) = await VisitorAsync();
        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid profile")), bob);
        var (action, fields) = Browser.Fill(page, Steps.Nothing, "allow");
        foreach (var (name, value) in new[] { ("scope", "openid profile email phone admin"), ("scopes", "email"), ("claims", "email"), ("account", "other") })
        {
            fields[name] = value;
        }

        var tokens = await shop.ExchangeAsync((await browser.PostAsync(action, fields)).Answer["code"]);

        Assert.Equal("openid profile", tokens["scope"]);
        Assert.Null((await shop.UserInfoAsync(tokens["access_token"]!))["email"]);
        Assert.Equal("openid profile", (await ConsentAsync(bob)).Scopes);
    }

    [Fact, Attack("CO-15")]
    public async Task A_claim_asked_for_by_name_is_shown_before_it_is_shared()
    {
        var (shop, browser, bob) = await VisitorAsync();

        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid"), ("claims", """{"userinfo":{"email":{"essential":true}}}""")), bob);

        Assert.Contains("mail", page.Document.QuerySelector("ul.granted")!.TextContent, StringComparison.OrdinalIgnoreCase);
        var tokens = await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        Assert.Equal(bob.Email, (await shop.UserInfoAsync(tokens["access_token"]!))["email"]);
    }

    [Fact, Attack("CO-15")]
    public async Task What_would_be_shared_stands_beside_it_and_what_the_account_has_not_is_called_that()
    {
        var (shop, browser, bob) = await VisitorAsync();
        const string claims = """{"userinfo":{"email":null,"middle_name":null,"email_verified":null,"updated_at":null}}""";

        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid profile phone"), ("claims", claims)), bob);

        var shown = page.Document.QuerySelectorAll("ul.granted li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(
            [
                "Know that it is you",
                "See your profile: name, picture, birthday, gender, language Ann Example · Example · Ann",
                "See your phone number",
                $"See: email address {bob.Email}",
                "See: middle name Your account does not have this.",
                "See: whether your email address is confirmed yes",
                "See: when your profile last changed 2036-03-03",
            ],
            shown);
    }

    [Fact, Attack("CO-06"), Spec("OIDC Core §11")]
    public async Task Offline_access_needs_prompt_consent()
    {
        var (shop, browser, _, page) = await AskedAsync(("scope", "openid offline_access"));
        var tokens = await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);

        Assert.Equal(("openid", (string?)null), (tokens["scope"], tokens["refresh_token"]));
    }

    [Fact, Attack("CO-09"), Suite("oidcc-server")]
    public async Task Deny_is_told_to_the_application_and_remembered_by_nobody()
    {
        var (shop, browser, bob, page) = await AskedAsync();

        var answered = await browser.DenyAsync(page);

        Assert.Equal(("access_denied", "S0"), (answered.Answer["error"], answered.Answer["state"]));
        Assert.DoesNotContain("code", answered.Answer.Keys);
        Assert.Equal(0, await CountAsync(bob));
        Assert.Equal("Allow Network Notes?", (await browser.GetAsync(shop.AuthorizeUrl())).Heading);
    }

    [Theory, Attack("CO-09")]
    [InlineData("")]
    [InlineData("ALLOW")]
    [InlineData("yes")]
    [InlineData(null)]
    public async Task An_answer_that_is_neither_asks_again(string? decision)
    {
        var (_, browser, bob, page) = await AskedAsync();
        var (action, fields) = Browser.Fill(page, Steps.Nothing, "allow");
        fields.Remove("decision");
        if (decision is not null)
        {
            fields["decision"] = decision;
        }

        Assert.Equal("Allow Network Notes?", (await browser.PostAsync(action, fields)).Heading);
        Assert.Equal(0, await CountAsync(bob));
    }

    [Fact, Attack("CO-09"), Attack("CO-10"), Attack("AC-20")]
    public async Task Twenty_presses_on_allow_are_one_consent_and_one_code()
    {
        var (_, browser, bob, page) = await AskedAsync();
        var (action, fields) = Browser.Fill(page, Steps.Nothing, "allow");

        var visits = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => browser.PostAsync(action, fields))));

        Assert.Single(visits, visit => visit.Left is not null && visit.Answer.ContainsKey("code"));
        Assert.Equal(19, visits.Count(visit => visit.Heading == "Already done"));
        Assert.Equal(1, await CountAsync(bob));
    }

    [Fact, Attack("UI-21"), Attack("CO-02")]
    public async Task An_application_that_changes_meanwhile_is_shown_again_as_it_is_now()
    {
        var shop = await server.ApplicationAsync(Asking);
        var (browser, bob) = (server.Browser(), await server.PersonAsync("bob"));
        var page = await browser.SignInAsync(shop.AuthorizeUrl(), bob);
        await server.Services.GetRequiredService<UpdateApplication>().RunAsync(
            Actor.CommandLine, new ApplicationSettings { PoolId = server.PoolId, Application = shop.Keys.ClientId, Name = "Your Bank" }, default);

        var again = await browser.AllowAsync(page);

        Assert.Equal("Allow Your Bank?", again.Heading);
        Assert.Equal(0, await CountAsync(bob));
        Assert.Contains("code", (await browser.AllowAsync(again)).Answer.Keys);
    }

    [Fact, Attack("UI-11"), Attack("CO-12")]
    public async Task What_one_person_was_shown_another_cannot_allow()
    {
        var (shop, browser, bob, page) = await AskedAsync();
        var carol = await server.PersonAsync("carol");
        server.Clock.AdvanceSeconds(1);
        await browser.SignInAsync((await server.NotesAsync()).AuthorizeUrl(("prompt", "login")), carol);

        var refused = await browser.AllowAsync(page);
        Assert.Equal((400, "This form is out of date"), (refused.Status, refused.Heading));

        // With a form token of her own, what the page said is still not what she read.
        var (action, fields) = Browser.Fill(page, Steps.Nothing, "allow");
        fields["form_token"] = (await browser.GetAsync(shop.AuthorizeUrl())).Fields["form_token"];
        var shown = await browser.PostAsync(action, fields);
        Assert.Equal("Allow Network Notes?", shown.Heading);
        Assert.Contains(carol.Email, shown.Body, StringComparison.Ordinal);
        Assert.Equal((0, 0), (await CountAsync(bob), await CountAsync(carol)));
    }

    [Fact, Attack("CO-12")]
    public async Task Signed_out_in_another_tab_the_person_is_asked_to_sign_in()
    {
        var (_, browser, bob, page) = await AskedAsync();
        await browser.SubmitAsync(await browser.GetAsync((await server.NotesAsync()).Keys.Issuer + "/session/end"), Steps.Nothing, "sign_out");

        var refused = await browser.AllowAsync(page);
        var onwards = await browser.GetAsync(refused.Document.QuerySelector("main a.btn")!.GetAttribute("href")!);

        Assert.Equal((400, "Sign in"), (refused.Status, onwards.Heading));
        Assert.Equal(0, await CountAsync(bob));
    }

    [Fact, Attack("CO-08"), Spec("RFC 8252 §8.6")]
    public async Task A_native_application_is_asked_for_each_time_because_anybody_can_pretend_to_be_it()
    {
        var native = await server.ApplicationAsync(input => Asking(input) with { Type = ApplicationType.Native, RedirectUris = ["http://127.0.0.1/cb"] });
        var (browser, bob) = (server.Browser(), await server.PersonAsync("bob"));
        var first = await browser.AllowAsync(await browser.SignInAsync(native.AuthorizeUrl(), bob));
        Assert.Equal(200, (await native.ExchangeAsync(first.Answer["code"])).Status);
        server.Clock.AdvanceSeconds(1);

        Assert.Equal("Allow Network Notes?", (await browser.GetAsync(native.AuthorizeUrl())).Heading);
        Assert.Equal("consent_required", await browser.SilentAsync(native));
    }

    [Fact, Attack("UI-06")]
    public async Task The_name_of_the_application_is_text_and_the_host_of_the_answer_is_named()
    {
        var shop = await server.ApplicationAsync(input => Asking(input) with { Name = "<b>Bank</b> & \"Co\"" });

        var page = await server.Browser().SignInAsync(shop.AuthorizeUrl(), await server.PersonAsync("bob"));

        Assert.Equal("Allow <b>Bank</b> & \"Co\"?", page.Heading);
        Assert.Empty(page.Document.QuerySelectorAll("main b"));
        Assert.Contains("rp.acme.test", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    private static Management.Applications.NewApplication Asking(Management.Applications.NewApplication input) => input with { Policy = input.Policy with { ShowConsent = true } };

    private async Task<(RelyingParty Shop, Browser Browser, Person Bob)> VisitorAsync() => (await server.ShopAsync(), server.Browser(), await server.PersonAsync("bob"));

    private async Task<(RelyingParty Shop, Browser Browser, Person Bob, Visit Page)> AskedAsync(params (string, string?)[] changes)
    {
        var (shop, browser, bob) = await VisitorAsync();
        return (shop, browser, bob, await browser.SignInAsync(shop.AuthorizeUrl(changes), bob));
    }

    private async Task<int> CountAsync(Person person)
    {
        await using var db = await server.DatabaseAsync();
        return await db.Set<Storage.Entities.ConsentRow>().CountAsync(row => row.UserId == person.Id);
    }

    private async Task<Storage.Entities.ConsentRow> ConsentAsync(Person person)
    {
        await using var db = await server.DatabaseAsync();
        return await db.Set<Storage.Entities.ConsentRow>().SingleAsync(row => row.UserId == person.Id);
    }

    /// <summary>One application that asks, for all but the tests that change it.</summary>
    public sealed class AskingServer : HostedServer
    {
        private RelyingParty? shop;

        public async Task<RelyingParty> ShopAsync() => shop ??= await ApplicationAsync(Asking);
    }
}
