using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>Several people at one browser: each is offered, none is taken for another, and nobody else is shown.</summary>
[Spec("OIDC Core §3.1.2.1")]
public class ChoosingAnAccount(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("PM-12")]
    public async Task With_nobody_signed_in_there_is_nothing_to_choose()
    {
        var notes = await server.NotesAsync();

        Assert.Equal("Sign in", (await server.Browser().GetAsync(notes.AuthorizeUrl(("prompt", "select_account")))).Heading);
    }

    [Fact, Attack("PM-12")]
    public async Task One_account_is_shown_with_the_way_to_another()
    {
        var (notes, browser, ann) = await server.SignedInAsync();

        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));

        Assert.Equal(2, Choices(page).Count);
        Assert.Contains(ann.Email, Choices(page)[0], StringComparison.Ordinal);
        Assert.Contains("code", (await browser.ChooseAsync(page, ann.Email)).Answer.Keys);
    }

    [Fact]
    public async Task Somebody_with_nothing_but_a_telephone_number_is_shown_by_it()
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        var added = await server.Services.GetRequiredService<AddUser>().RunAsync(
            Actor.CommandLine, new NewUser { PoolId = server.PoolId, Phone = "+8613800138000", Password = "correct horse 42 staple" }, default);
        Assert.Empty(added.Faults);
        await browser.SubmitAsync(await browser.GetAsync(notes.AuthorizeUrl()), Steps.Pair("+8613800138000", "correct horse 42 staple"));
        server.Clock.AdvanceSeconds(1);

        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));

        Assert.Contains("+8613800138000", Choices(page)[0], StringComparison.Ordinal);
    }

    [Fact, Attack("PM-12")]
    public async Task Several_are_kept_beside_one_another_and_each_can_be_taken_up_again()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var bob = await server.PersonAsync("bob");
        Assert.Equal(bob, await AddAsync(browser, notes, bob));
        server.Clock.AdvanceSeconds(1);

        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));
        Assert.Equal(3, Choices(page).Count);
        Assert.Contains(bob.Email, Choices(page)[0], StringComparison.Ordinal);
        var answered = await browser.ChooseAsync(page, ann.Email);
        Assert.Equal(ann.Id.ToString("N"), (await notes.IdTokenAsync(answered)).GetProperty("sub").GetString());
        var silent = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "none")));
        Assert.Equal(ann.Id.ToString("N"), (await notes.IdTokenAsync(silent)).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Somebody_who_is_kept_aside_and_signs_in_again_is_shown_once()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        await AddAsync(browser, notes, await server.PersonAsync("bob"));
        await AddAsync(browser, notes, ann);
        server.Clock.AdvanceSeconds(1);

        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));

        Assert.Single(Choices(page), choice => choice.Contains(ann.Email, StringComparison.Ordinal));
    }

    [Fact, Attack("SF-04")]
    public async Task Signing_out_signs_all_of_them_out()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        await AddAsync(browser, notes, await server.PersonAsync("bob"));
        var (name, aside) = (browser.Cookie("session-")!.Name, browser.Cookie("accounts-")!.Value);

        await browser.SubmitAsync(await browser.GetAsync(notes.Keys.Issuer + "/session/end"), Steps.Nothing, "sign_out");

        Assert.Null(browser.Cookie("accounts-"));
        var thief = server.Browser();
        thief.Headers["Cookie"] = $"{name}={aside}";
        Assert.Equal("login_required", await thief.SilentAsync(notes));
        Assert.NotEmpty(ann.Email);
    }

    [Theory, Attack("PM-12"), Attack("UI-11")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("theirs")]
    public async Task An_account_that_is_not_signed_in_here_cannot_be_taken(string account)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var stranger = (await server.SignedInAsync()).Browser;
        var theirs = (await stranger.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")))).Document.QuerySelector("button[name=account]")!.GetAttribute("value")!;
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));
        var (action, fields) = Browser.Fill(page, Steps.Nothing, "other");
        fields["account"] = account == "theirs" ? theirs : account;

        var again = await browser.PostAsync(action, fields);

        Assert.Equal("Choose an account", again.Heading);
        Assert.Equal(Choices(page), Choices(again));
    }

    [Fact, Attack("PM-12"), Attack("CO-12")]
    public async Task A_cookie_of_accounts_that_is_made_up_shows_nobody()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var name = browser.Cookie("session-")!.Name.Replace("session-", "accounts-", StringComparison.Ordinal);
        var made = string.Join('.', Enumerable.Range(0, 200).Select(number => $"{number:D43}"));
        browser.Cookies.Add(HostedServer.Origin, new System.Net.Cookie(name, made[..4000], "/"));

        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));

        Assert.Equal(2, Choices(page).Count);
        Assert.Contains(ann.Email, Choices(page)[0], StringComparison.Ordinal);
    }

    private static List<string> Choices(Visit page) => [.. page.Document.QuerySelectorAll("button[name=account]").Select(button => button.TextContent)];

    private async Task<Person> AddAsync(Browser browser, RelyingParty notes, Person person)
    {
        server.Clock.AdvanceSeconds(1);
        var page = await browser.ChooseAsync(await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account"))), "other");
        var answered = await browser.SignInAsync(page, person);
        Assert.Equal(person.Id.ToString("N"), (await notes.IdTokenAsync(answered)).GetProperty("sub").GetString());
        return person;
    }
}
