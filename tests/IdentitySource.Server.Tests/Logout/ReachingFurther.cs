using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Logout;

/// <summary>How far a sign-out goes is the application's to say: this device or all, this application or all.</summary>
public class ReachingFurther(HostedServer server) : IClassFixture<HostedServer>
{
    /// <summary>
    /// Ann is at her desk and has her phone, signed in to shop and notes at both; at the desk she signs out of shop. For each of the
    /// four whether she is still signed in and her access token good, and whether what shop got for offline use is.
    /// </summary>
    [Theory, Attack("SF-10"), Spec("OIDC Core §11")]
    [InlineData(false, true, "desk: shop out dead, notes out dead; phone: shop in good, notes in good; offline: good")]
    [InlineData(false, false, "desk: shop out dead, notes in good; phone: shop in good, notes in good; offline: good")]
    [InlineData(true, true, "desk: shop out dead, notes out dead; phone: shop out dead, notes out dead; offline: dead")]
    [InlineData(true, false, "desk: shop out dead, notes in good; phone: shop out dead, notes in good; offline: dead")]
    public async Task A_sign_out_ends_what_it_reaches_and_nothing_else(bool allDevices, bool allApplications, string expected)
    {
        var shop = await ShopAsync(new SignOutReach(allDevices, allApplications));
        var notes = await server.NotesAsync();
        var ann = await server.PersonAsync();
        var (desk, phone) = (server.Browser(), server.Browser());
        var offline = await TokensAsync(desk, shop, ann, "openid offline_access");
        var tokens = new[]
        {
            await TokensAsync(desk, shop, ann), await TokensAsync(desk, notes, ann), await TokensAsync(phone, shop, ann), await TokensAsync(phone, notes, ann),
        };

        await desk.GetAsync($"{shop.Keys.Issuer}/session/end?id_token_hint={tokens[0]["id_token"]}");

        Assert.Equal(
            expected,
            $"desk: shop {await StateAsync(desk, shop, tokens[0])}, notes {await StateAsync(desk, notes, tokens[1])}; "
            + $"phone: shop {await StateAsync(phone, shop, tokens[2])}, notes {await StateAsync(phone, notes, tokens[3])}; "
            + $"offline: {((await shop.RefreshAsync(offline["refresh_token"]!)).Error is null ? "good" : "dead")}");
    }

    [Fact]
    public async Task Who_left_one_application_is_asked_when_they_come_back_and_not_again()
    {
        var (shop, ann, browser) = (await ShopAsync(new SignOutReach(AllApplications: false)), await server.PersonAsync(), server.Browser());
        await TokensAsync(browser, shop, ann);
        await SignOutAsync(browser, shop);

        var page = await browser.GetAsync(shop.AuthorizeUrl());
        Assert.Equal("Choose an account", page.Heading);
        Assert.Contains("code", (await browser.ChooseAsync(page, ann.Email)).Answer.Keys);

        Assert.Equal("code", await browser.SilentAsync(shop));
    }

    [Fact, Attack("SF-05")]
    public async Task Who_signs_in_anew_after_that_is_not_asked_either()
    {
        var (shop, ann, browser) = (await ShopAsync(new SignOutReach(AllApplications: false)), await server.PersonAsync(), server.Browser());
        var notes = await server.NotesAsync();
        await TokensAsync(browser, shop, ann);
        await SignOutAsync(browser, shop);

        Assert.Contains("code", (await browser.SignInAsync(shop.AuthorizeUrl(("prompt", "login")), ann)).Answer.Keys);

        server.Clock.AdvanceSeconds(1);
        Assert.Equal(("code", "code"), (await browser.SilentAsync(shop), await browser.SilentAsync(notes)));
    }

    [Theory, Attack("UI-04")]
    [InlineData(false, true, "Network Notes asks to sign you out at this browser.")]
    [InlineData(false, false, "You will be signed out of Network Notes at this browser. Other applications are not affected.")]
    [InlineData(true, true, "You will be signed out of all applications, on all your devices.")]
    [InlineData(true, false, "You will be signed out of Network Notes on all your devices. Other applications are not affected.")]
    public async Task The_person_is_told_before_they_answer(bool allDevices, bool allApplications, string lead)
    {
        var (shop, ann, browser) = (await ShopAsync(new SignOutReach(allDevices, allApplications)), await server.AnnAsync(), server.Browser());
        await TokensAsync(browser, shop, ann);

        var page = await browser.GetAsync($"{shop.Keys.Issuer}/session/end?client_id={shop.Keys.ClientId}");

        Assert.Equal(lead, page.Document.QuerySelector(".lead")!.TextContent);
    }

    [Fact]
    public async Task At_an_applications_own_address_its_reach_counts_though_nobody_named_it_and_at_the_shared_one_this_browser()
    {
        var (shop, ann) = (await ShopAsync(new SignOutReach(AllDevices: true)), await server.PersonAsync());
        var (desk, phone, notes) = (server.Browser(), server.Browser(), await server.ApplicationAsync(shared: true));
        await TokensAsync(desk, shop, ann);
        await TokensAsync(phone, shop, ann);

        await SignOutAsync(desk, notes);
        Assert.Equal(("login_required", "code"), (await desk.SilentAsync(shop), await phone.SilentAsync(shop)));

        await TokensAsync(desk, shop, ann);
        await SignOutAsync(desk, shop);
        Assert.Equal(("login_required", "login_required"), (await desk.SilentAsync(shop), await phone.SilentAsync(shop)));
    }

    [Fact]
    public async Task Somebody_else_at_the_same_browser_is_signed_out_here_and_nowhere_else()
    {
        var (shop, ann, bob) = (await ShopAsync(new SignOutReach(AllDevices: true)), await server.PersonAsync(), await server.PersonAsync("bob"));
        var (shared, bobs) = (server.Browser(), server.Browser());
        await TokensAsync(bobs, shop, bob);
        await TokensAsync(shared, shop, bob);
        var page = await shared.ChooseAsync(await shared.GetAsync(shop.AuthorizeUrl(("prompt", "select_account"))), "other");
        await shared.SignInAsync(page, ann);

        await SignOutAsync(shared, shop);

        Assert.Equal("Sign in", (await shared.GetAsync(shop.AuthorizeUrl(("prompt", "select_account")))).Heading);
        Assert.Equal("code", await bobs.SilentAsync(shop));
    }

    [Fact]
    public async Task The_trail_says_how_far_it_went()
    {
        var (shop, ann, browser) = (await ShopAsync(new SignOutReach(true, false)), await server.PersonAsync(), server.Browser());
        await TokensAsync(browser, shop, ann);
        await SignOutAsync(browser, shop);

        await Eventually.TrueAsync(async () =>
        {
            await using var db = await server.DatabaseAsync();
            return await db.Events.AnyAsync(row => row.Kind == "sign_out" && row.UserId == ann.Id && row.ApplicationId == Guid.ParseExact(shop.Keys.ClientId, "N")
                && row.Detail == """{"devices":"all","applications":"this"}""");
        });
    }

    private Task<RelyingParty> ShopAsync(SignOutReach reach) => server.ApplicationAsync(input => input with
    {
        Policy = new ApplicationPolicy { ShowConsent = false, SignOutReach = reach, AllowOfflineAccessWithoutConsentPrompt = true },
    });

    /// <summary>Signs the person in where that is needed.</summary>
    private async Task<Answer> TokensAsync(Browser browser, RelyingParty application, Person person, string scope = "openid")
    {
        var visit = await browser.GetAsync(application.AuthorizeUrl(("scope", scope)));
        visit = visit.Left is null ? await browser.SignInAsync(visit, person) : visit;
        server.Clock.AdvanceSeconds(1);
        return await application.ExchangeAsync(visit.Answer["code"]);
    }

    private static async Task SignOutAsync(Browser browser, RelyingParty application) =>
        await browser.SubmitAsync(await browser.GetAsync(application.Keys.Issuer + "/session/end"), Steps.Nothing, "sign_out");

    private static async Task<string> StateAsync(Browser browser, RelyingParty application, Answer tokens)
    {
        var silent = await browser.SilentAsync(application) == "code" ? "in" : "out";
        return $"{silent} {((await application.UserInfoAsync(tokens["access_token"]!)).Status == 200 ? "good" : "dead")}";
    }
}
