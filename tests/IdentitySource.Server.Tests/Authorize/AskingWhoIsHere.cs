using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>prompt, max_age and the hints: how lately, and who. None of them can be undone by going back or by editing an address.</summary>
[Spec("OIDC Core §3.1.2.1")]
public class AskingWhoIsHere(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Suite("oidcc-prompt-login"), Attack("PM-11")]
    public async Task Prompt_login_asks_again_and_tells_the_new_time()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var before = await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl()));
        server.Clock.AdvanceSeconds(2);

        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
        Assert.Equal("Sign in", page.Heading);
        var after = await notes.IdTokenAsync(await browser.SignInAsync(page, ann));

        Assert.True(after.GetProperty("auth_time").GetInt64() > before.GetProperty("auth_time").GetInt64());
        Assert.Equal(before.GetProperty("sub").GetString(), after.GetProperty("sub").GetString());
    }

    [Fact, Attack("PM-03")]
    public async Task Prompt_login_survives_the_back_button_an_older_interaction_and_an_edited_address()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var older = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
        var ticket = page.Fields["ticket"];

        foreach (var path in new[] { "auth/continue?ticket=", "auth/continue?prompt=none&ticket=", "auth/continue?flow=&prompt=&ticket=" })
        {
            Assert.Equal("Sign in", (await browser.GetAsync($"{notes.Keys.Issuer}/{path}{ticket}")).Heading);
        }

        var chooser = $"{page.Address.GetLeftPart(UriPartial.Authority)}{page.Address.AbsolutePath.Replace("/sign-in", "/choose-account", StringComparison.Ordinal)}?ticket={ticket}";
        Assert.Equal("Sign in", (await browser.ChooseAsync(await browser.GetAsync(chooser), ann.Email)).Heading);
        var consent = chooser.Replace("/choose-account", "/consent", StringComparison.Ordinal);
        Assert.Equal("Sign in", (await browser.AllowAsync(await browser.GetAsync(consent))).Heading);
        Assert.Equal("Choose an account", older.Heading);
    }

    [Fact, Suite("oidcc-max-age-1")]
    public async Task Max_age_asks_again_once_the_sign_in_is_older()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        Assert.Equal("code", await browser.SilentAsync(notes, ("max_age", "1")));
        server.Clock.AdvanceSeconds(1);

        Assert.Equal("login_required", await browser.SilentAsync(notes, ("max_age", "1")));
        var page = await browser.GetAsync(notes.AuthorizeUrl(("max_age", "1")));
        Assert.Equal("Sign in", page.Heading);
        var idToken = await notes.IdTokenAsync(await browser.SignInAsync(page, ann));
        Assert.Equal(server.Clock.Now.ToUnixTimeSeconds(), idToken.GetProperty("auth_time").GetInt64());
    }

    [Fact, Suite("oidcc-max-age-10000"), Suite("oidcc-prompt-none-logged-in"), Attack("PM-06"), Attack("PM-11")]
    public async Task A_lately_enough_sign_in_stays_silent_and_keeps_its_time()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var first = await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl(("max_age", "10000"))));
        server.Clock.Advance(TimeSpan.FromHours(2));

        foreach (var (name, value) in new[] { ("max_age", "10000"), ("prompt", "none") })
        {
            var second = await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl((name, value))));
            foreach (var claim in new[] { "auth_time", "sub", "sid" })
            {
                Assert.Equal(first.GetProperty(claim).ToString(), second.GetProperty(claim).ToString());
            }
        }
    }

    [Theory]
    [InlineData("0", "Sign in")]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("99999999999", null)]
    [InlineData("%2B5", null)]
    public async Task Max_age_is_a_whole_number_and_zero_is_one(string maxAge, string? heading)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        var page = await browser.GetAsync(notes.AuthorizeUrl(("max_age", maxAge)));

        Assert.Equal(heading ?? "invalid_request", heading is null ? page.Answer["error"] : page.Heading);
    }

    [Fact, Suite("oidcc-prompt-none-not-logged-in"), Attack("PM-07"), Attack("OV-02")]
    public async Task Prompt_none_shows_nothing_to_nobody()
    {
        var notes = await server.NotesAsync();
        var browser = server.Browser();
        var state = new string('s', 128);

        var answered = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "none"), ("state", state)));

        Assert.Equal(("login_required", state), (answered.Answer["error"], answered.Answer["state"]));
        Assert.Single(browser.History);
        Assert.Equal(0, browser.Cookies.Count);
    }

    [Theory, Attack("PM-01"), Attack("PM-02")]
    [InlineData("none login")]
    [InlineData("consent none")]
    [InlineData("none none login")]
    [InlineData("foo")]
    [InlineData("create")]
    [InlineData("LOGIN")]
    [InlineData("login,consent")]
    [InlineData("login  consent")]
    public async Task An_impossible_prompt_is_refused(string prompt)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        Assert.Equal("invalid_request", (await browser.GetAsync(notes.AuthorizeUrl(("prompt", prompt)))).Answer["error"]);
    }

    [Fact, Suite("oidcc-id-token-hint"), Attack("PM-08")]
    public async Task A_hint_about_the_person_who_is_here_is_answered_and_about_another_it_is_not()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var own = (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["id_token"]!;
        var bob = server.Browser();
        var others = (await notes.ExchangeAsync((await bob.SignInAsync(notes.AuthorizeUrl(), await server.PersonAsync("bob"))).Answer["code"]))["id_token"]!;

        Assert.Equal("code", await browser.SilentAsync(notes, ("id_token_hint", own)));
        Assert.Equal("login_required", await browser.SilentAsync(notes, ("id_token_hint", others)));
        server.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("code", await browser.SilentAsync(notes, ("id_token_hint", own)));

        var page = await browser.GetAsync(notes.AuthorizeUrl(("id_token_hint", others)));
        Assert.Equal("Choose an account", page.Heading);
        var insisted = await browser.ChooseAsync(page, ann.Email);
        Assert.Equal("login_required", insisted.Answer["error"]);
    }

    [Fact, Attack("PM-09"), Attack("TT-02")]
    public async Task A_hint_that_is_forged_foreign_or_no_id_token_names_nobody()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var tokens = await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]);
        var other = await server.ApplicationAsync();
        var shared = await server.ApplicationAsync(shared: true);
        var alsoShared = await server.ApplicationAsync(shared: true);
        var foreign = (await other.ExchangeAsync((await browser.GetAsync(other.AuthorizeUrl())).Answer["code"]))["id_token"]!;
        var neighbour = (await shared.ExchangeAsync((await browser.GetAsync(shared.AuthorizeUrl())).Answer["code"]))["id_token"]!;
        var parts = tokens["id_token"]!.Split('.');
        string[] hints =
        [
            foreign, tokens["access_token"]!, $"{parts[0]}.{parts[1]}.", $"eyJhbGciOiJub25lIn0.{parts[1]}.", $"{parts[0]}.{foreign.Split('.')[1]}.{parts[2]}", "x", ann.Id.ToString("N"),
        ];

        foreach (var hint in hints)
        {
            Assert.Equal("invalid_request", await browser.SilentAsync(notes, ("id_token_hint", hint)));
        }

        Assert.Equal("invalid_request", await browser.SilentAsync(alsoShared, ("id_token_hint", neighbour)));
    }

    [Fact, Spec("OIDC Core §5.5.1")]
    public async Task A_sub_asked_for_in_claims_is_answered_for_that_person_alone()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        static string Claims(Guid id) => "{\"id_token\":{\"sub\":{\"value\":\"" + id.ToString("N") + "\"}}}";

        Assert.Equal("code", await browser.SilentAsync(notes, ("claims", Claims(ann.Id))));
        Assert.Equal("login_required", await browser.SilentAsync(notes, ("claims", Claims(Guid.NewGuid()))));
    }

    [Fact, Suite("oidcc-login-hint"), Attack("UI-06")]
    public async Task A_login_hint_is_typed_in_already_and_signs_nobody_in()
    {
        var notes = await server.NotesAsync();
        var ann = await server.AnnAsync();

        var page = await server.Browser().GetAsync(notes.AuthorizeUrl(("login_hint", ann.Email)));

        Assert.Equal(ann.Email, page.Document.QuerySelector("#identifier")!.GetAttribute("value"));
        Assert.Null(page.Left);
    }
}
