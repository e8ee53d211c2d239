using IdentitySource.Management;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Session;

/// <summary>A user pool without single sign-on: whoever signed in to one application has not signed in to another.</summary>
public class HavingASessionForEachApplication(HostedServer server) : IClassFixture<HostedServer>, IAsyncLifetime
{
    public Task InitializeAsync() => SwitchAsync(singleSignOn: false);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signing_in_to_one_is_not_signing_in_to_another(bool shared)
    {
        var (shop, notes, browser, ann) = (await ShopAsync(shared: shared), await ShopAsync(shared: shared), server.Browser(), await server.AnnAsync());

        var first = await SignInAsync(browser, shop, ann);
        Assert.Equal(("code", "login_required"), (await browser.SilentAsync(shop), await browser.SilentAsync(notes)));
        Assert.Equal("Sign in", (await browser.GetAsync(notes.AuthorizeUrl())).Heading);

        var second = await SignInAsync(browser, notes, ann);
        Assert.NotEqual(first.GetProperty("sid").GetString(), second.GetProperty("sid").GetString());
        Assert.Equal(("code", "code"), (await browser.SilentAsync(shop), await browser.SilentAsync(notes)));
    }

    [Fact]
    public async Task Two_people_may_be_signed_in_at_one_browser_each_to_their_own()
    {
        var (shop, notes, browser) = (await ShopAsync(), await ShopAsync(), server.Browser());
        var (ann, bob) = (await server.AnnAsync(), await server.PersonAsync("bob"));

        await SignInAsync(browser, shop, ann);
        await SignInAsync(browser, notes, bob);

        Assert.Equal(ann.Id.ToString("N"), (await shop.IdTokenAsync(await browser.GetAsync(shop.AuthorizeUrl()))).GetProperty("sub").GetString());
        Assert.Equal(bob.Id.ToString("N"), (await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl()))).GetProperty("sub").GetString());
        Assert.DoesNotContain(bob.Email, (await browser.GetAsync(shop.AuthorizeUrl(("prompt", "select_account")))).Body, StringComparison.Ordinal);
    }

    [Fact, Attack("SF-08")]
    public async Task The_handle_of_one_under_the_name_of_another_is_nothing()
    {
        var (shop, notes, browser) = (await ShopAsync(), await ShopAsync(), server.Browser());
        await SignInAsync(browser, shop, await server.AnnAsync());
        var own = browser.Cookie("session-")!;
        Assert.EndsWith(shop.Keys.ClientId, own.Name, StringComparison.Ordinal);
        var forged = server.Browser();
        forged.Headers["Cookie"] = $"{own.Name.Replace(shop.Keys.ClientId, notes.Keys.ClientId, StringComparison.Ordinal)}={own.Value}";

        Assert.Equal("login_required", await forged.SilentAsync(notes));
    }

    [Theory]
    [InlineData(true, "login_required")]
    [InlineData(false, "code")]
    public async Task A_sign_out_reaches_the_other_or_does_not(bool allApplications, string other)
    {
        var (shop, notes) = (await ShopAsync(new SignOutReach(AllApplications: allApplications)), await ShopAsync());
        var (desk, phone, ann) = (server.Browser(), server.Browser(), await server.PersonAsync());
        await SignInAsync(desk, shop, ann);
        await SignInAsync(desk, notes, ann);
        await SignInAsync(phone, shop, ann);

        await SignOutAsync(desk, shop);

        Assert.Equal(("login_required", other, "code"), (await desk.SilentAsync(shop), await desk.SilentAsync(notes), await phone.SilentAsync(shop)));
        Assert.Equal("Sign in", (await desk.GetAsync(shop.AuthorizeUrl())).Heading);
    }

    [Fact, Attack("SF-10")]
    public async Task Signing_out_of_one_on_all_devices_leaves_the_others()
    {
        var (shop, notes) = (await ShopAsync(new SignOutReach(AllDevices: true, AllApplications: false)), await ShopAsync());
        var (desk, phone, ann) = (server.Browser(), server.Browser(), await server.PersonAsync());
        await SignInAsync(desk, shop, ann);
        await SignInAsync(phone, shop, ann);
        await SignInAsync(phone, notes, ann);

        await SignOutAsync(desk, shop);

        Assert.Equal(("login_required", "login_required", "code"), (await desk.SilentAsync(shop), await phone.SilentAsync(shop), await phone.SilentAsync(notes)));
    }

    [Fact, Attack("UI-04")]
    public async Task At_the_shared_address_the_pages_know_whose_session_they_are_about()
    {
        var (shop, browser, ann) = (await ShopAsync(shared: true, consent: true), server.Browser(), await server.AnnAsync());
        var (notes, bob) = (await ShopAsync(), await server.PersonAsync("bob"));
        await SignInAsync(browser, notes, bob);

        var page = await browser.SignInAsync(shop.AuthorizeUrl(), ann);
        Assert.Contains(ann.Email, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("code", (await browser.AllowAsync(page)).Answer.Keys);

        var asked = await browser.GetAsync($"{shop.Keys.Issuer}/session/end?client_id={shop.Keys.ClientId}");
        Assert.Contains(ann.Email, asked.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("You are signed out", (await browser.SubmitAsync(asked, Steps.Nothing, "sign_out")).Heading);
        Assert.Equal("login_required", await browser.SilentAsync(shop));
    }

    [Fact]
    public async Task At_the_shared_address_somebody_who_names_no_application_is_signed_out_of_all()
    {
        var (shop, notes, browser, ann) = (await ShopAsync(shared: true), await ShopAsync(), server.Browser(), await server.AnnAsync());
        await SignInAsync(browser, shop, ann);
        await SignInAsync(browser, notes, ann);

        await SignOutAsync(browser, shop);

        Assert.Equal(("login_required", "login_required"), (await browser.SilentAsync(shop), await browser.SilentAsync(notes)));
    }

    [Fact]
    public async Task An_applications_pages_learn_of_its_own_session_alone()
    {
        var (shop, notes, browser) = (await ShopAsync(), await ShopAsync(), server.Browser());
        await SignInAsync(browser, shop, await server.AnnAsync());

        Assert.Contains("\"sub\"", (await browser.GetAsync(Address(shop) + "/cas/session")).Body, StringComparison.Ordinal);
        Assert.Equal("""{"session":null}""", (await browser.GetAsync(Address(notes) + "/cas/session")).Body);
    }

    [Fact, Attack("SF-04")]
    public async Task Switching_it_ends_every_session_and_none_comes_back()
    {
        var (shop, browser, ann) = (await ShopAsync(), server.Browser(), await server.AnnAsync());
        var tokens = await shop.ExchangeAsync((await browser.SignInAsync(shop.AuthorizeUrl(), ann)).Answer["code"]);

        await SwitchAsync(singleSignOn: true);
        Assert.Equal(("login_required", 401), (await browser.SilentAsync(shop), (await shop.UserInfoAsync(tokens["access_token"]!)).Status));
        await SignInAsync(browser, shop, ann);
        Assert.Equal("code", await browser.SilentAsync(await ShopAsync()));

        await SwitchAsync(singleSignOn: false);
        Assert.Equal("login_required", await browser.SilentAsync(shop));
    }

    private async Task SwitchAsync(bool singleSignOn)
    {
        PoolSettings settings = new() { PoolId = server.PoolId, SingleSignOn = singleSignOn };
        Assert.Empty((await server.Services.GetRequiredService<UpdatePool>().RunAsync(Actor.CommandLine, settings, default)).Faults);
    }

    private Task<RelyingParty> ShopAsync(SignOutReach? reach = null, bool shared = false, bool consent = false) => server.ApplicationAsync(
        input => input with { Policy = new ApplicationPolicy { ShowConsent = consent, SignOutReach = reach ?? SignOutReach.ThisDevice } }, shared);

    private async Task<System.Text.Json.JsonElement> SignInAsync(Browser browser, RelyingParty application, Person person)
    {
        var idToken = await application.IdTokenAsync(await browser.SignInAsync(application.AuthorizeUrl(), person));
        server.Clock.AdvanceSeconds(1);
        return idToken;
    }

    private static async Task SignOutAsync(Browser browser, RelyingParty application) =>
        await browser.SubmitAsync(await browser.GetAsync(application.Keys.Issuer + "/session/end"), Steps.Nothing, "sign_out");

    private static string Address(RelyingParty application) => application.Keys.Issuer[..^"/oidc".Length];
}
