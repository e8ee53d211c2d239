using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.Server.SignIn;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Session;

/// <summary>A session is a row and a handle. The handle changes whenever somebody proves who they are, and dies with the row.</summary>
public class StayingSignedIn(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("SF-01")]
    public async Task A_handle_that_was_planted_is_worth_nothing_after_the_sign_in()
    {
        var (notes, attacker, ann) = await server.SignedInAsync();
        var planted = attacker.Cookie("session-")!;
        var bob = await server.PersonAsync("bob");
        foreach (var value in new[] { planted.Value, new string('A', 43), "x" })
        {
            var victim = server.Browser();
            victim.Cookies.Add(HostedServer.Origin, new System.Net.Cookie(planted.Name, value, "/"));
            var page = await victim.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
            var answered = await victim.SignInAsync(page, bob);

            Assert.Equal(bob.Id.ToString("N"), (await notes.IdTokenAsync(answered)).GetProperty("sub").GetString());
            Assert.NotEqual(value, victim.Cookie("session-")!.Value);
            Assert.Equal("login_required", await WithSessionAsync(notes, planted.Name, value));
        }

        Assert.NotEqual(ann.Id, bob.Id);
    }

    [Fact, Attack("SF-02")]
    public async Task Each_sign_in_gives_a_new_handle_and_ends_the_old_one_while_the_sid_stays()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var before = browser.Cookie("session-")!;
        var (name, old) = (before.Name, before.Value);
        var first = await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl()));

        var second = await notes.IdTokenAsync(await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "login")), ann));

        Assert.NotEqual(old, browser.Cookie("session-")!.Value);
        Assert.Equal("login_required", await WithSessionAsync(notes, name, old));
        Assert.Equal(first.GetProperty("sid").GetString(), second.GetProperty("sid").GetString());
    }

    [Fact, Attack("SF-04"), Attack("SF-05")]
    public async Task After_the_sign_out_the_old_cookie_is_dead_and_the_next_sid_is_another()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var before = browser.Cookie("session-")!;
        var (name, old) = (before.Name, before.Value);
        var first = await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl()));
        await browser.SubmitAsync(await browser.GetAsync(notes.Keys.Issuer + "/session/end"), Steps.Nothing, "sign_out");

        Assert.Null(browser.Cookie("session-"));
        Assert.Equal("login_required", await WithSessionAsync(notes, name, old));
        var second = await notes.IdTokenAsync(await browser.SignInAsync(notes.AuthorizeUrl(), ann));
        Assert.NotEqual(first.GetProperty("sid").GetString(), second.GetProperty("sid").GetString());
    }

    [Fact, Attack("PM-10"), Attack("SF-02")]
    public async Task Another_person_who_signs_in_ends_the_session_of_the_first()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var before = browser.Cookie("session-")!;
        var (name, old) = (before.Name, before.Value);
        var annsToken = (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["id_token"];
        var bob = await server.PersonAsync("bob");

        var answered = await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "login")), bob);

        Assert.Equal(bob.Id.ToString("N"), (await notes.IdTokenAsync(answered)).GetProperty("sub").GetString());
        Assert.Equal("login_required", await WithSessionAsync(notes, name, old));
        Assert.Equal("login_required", await browser.SilentAsync(notes, ("id_token_hint", annsToken)));
        Assert.Null(browser.Cookie("accounts-"));
        Assert.NotEqual(ann.Id, bob.Id);
    }

    [Fact, Attack("SF-07")]
    public async Task Of_two_cookies_with_one_name_neither_counts()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var session = browser.Cookie("session-")!;
        var right = $"{session.Name}={session.Value}";

        Assert.Equal("code", await WithCookiesAsync(notes, right));
        Assert.Equal("code", await WithCookiesAsync(notes, $"other=1; {right}; last=2"));
        foreach (var header in new[]
        {
            $"{right}; {session.Name}=x", $"{session.Name}=x; {right}", $"{right}; {right}", $"{right}; {session.Name}=",
            right.Replace("__Host-", "__%48ost-", StringComparison.Ordinal), right.Replace("__Host-", "__host-", StringComparison.Ordinal),
            right.Replace("__Host-", "", StringComparison.Ordinal), right.Replace("__Host-", " __Host-x", StringComparison.Ordinal), right.Replace("=", " =", StringComparison.Ordinal),
        })
        {
            Assert.Equal("login_required", await WithCookiesAsync(notes, header));
        }
    }

    [Fact, Attack("SF-08")]
    public async Task A_value_that_is_cut_grown_made_up_or_of_another_pool_is_nobody()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var (name, value) = (browser.Cookie("session-")!.Name, browser.Cookie("session-")!.Value);
        foreach (var other in new[]
        {
            value[..^1], value + "A", value[1..] + value[0], "\"" + value + "\"", value.ToUpperInvariant(), new string('A', 43), "", "eyJ1c2VyIjoicm9vdCJ9", new string('x', 6000), "%00", value.Replace(value[5], '.'),
        })
        {
            Assert.Equal("login_required", await WithSessionAsync(notes, name, other));
        }

        var operators = await server.PoolAsync("operators");
        Assert.Equal("login_required", await WithSessionAsync(notes, name.Replace(server.PoolId.ToString("N"), operators.ToString("N"), StringComparison.Ordinal), value));
    }

    [Fact, Attack("SF-11")]
    public async Task A_week_without_being_seen_ends_it()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        server.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(2));
        Assert.Equal("code", await browser.SilentAsync(notes));

        var idle = (await server.SignedInAsync()).Browser;
        server.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("login_required", await idle.SilentAsync(notes));
        Assert.Equal("Sign in", (await idle.GetAsync(notes.AuthorizeUrl())).Heading);
    }

    [Fact, Attack("SF-11"), Attack("PM-14")]
    public async Task A_month_ends_it_however_busy()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        for (var day = 0; day < 29; day += 5)
        {
            Assert.Equal("code", await browser.SilentAsync(notes));
            server.Clock.Advance(TimeSpan.FromDays(5));
            await using var db = await server.DatabaseAsync();
            await db.Set<Storage.Entities.SessionRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, server.Clock.Now));
        }

        Assert.Equal("login_required", await browser.SilentAsync(notes));
    }

    [Fact, Attack("PM-14")]
    public async Task A_page_that_asks_silently_without_end_is_told_to_wait()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var url = notes.AuthorizeUrl(("prompt", "none"));
        for (var asked = 0; asked < SilentBudget.Requests; asked++)
        {
            Assert.True((await browser.GetAsync(url)).Answer.ContainsKey("code"));
        }

        var tooMany = await browser.GetAsync(url);

        Assert.Equal(429, (int)tooMany.Status);
        Assert.True((await browser.GetAsync(notes.AuthorizeUrl())).Answer.ContainsKey("code"));
        var (other, elsewhere, _) = await server.SignedInAsync();
        Assert.Equal("code", await elsewhere.SilentAsync(other));
    }

    [Theory, Attack("SF-12"), Attack("SF-13"), Attack("AC-10")]
    [InlineData("blocked")]
    [InlineData("password changed")]
    public async Task Blocked_or_with_a_new_password_a_person_is_signed_out_everywhere_and_a_code_on_its_way_is_dead(string what)
    {
        var (notes, browser, carol) = (await server.NotesAsync(), server.Browser(), await server.PersonAsync("carol"));
        await browser.SignInAsync(notes.AuthorizeUrl(), carol);
        var code = (await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"];
        UserName name = new(server.PoolId, carol.Email);
        var outcome = what == "blocked"
            ? await server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, name, default)
            : await server.Services.GetRequiredService<SetPassword>().RunAsync(Actor.CommandLine, name, "another horse 43 staple", default);
        Assert.Empty(outcome.Faults);

        Assert.Equal("login_required", await browser.SilentAsync(notes));
        notes.AuthorizeUrl();
        Assert.Equal("invalid_grant", (await notes.ExchangeAsync(code)).Error);
        Assert.Equal("Sign in", (await browser.SignInAsync(notes.AuthorizeUrl(), carol)).Heading);
    }

    [Fact, Attack("AC-10")]
    public async Task A_code_on_its_way_dies_with_the_session()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var page = await browser.GetAsync(notes.Keys.Issuer + "/session/end");
        var answered = await browser.GetAsync(notes.AuthorizeUrl());
        await browser.SubmitAsync(page, Steps.Nothing, "sign_out");

        Assert.Equal("invalid_grant", (await notes.ExchangeAsync(answered.Answer["code"])).Error);
    }

    [Fact, Attack("OV-10")]
    public async Task Among_hundreds_of_cookies_that_a_neighbour_set_the_session_is_found()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var session = browser.Cookie("session-")!;
        var strangers = string.Join("; ", Enumerable.Range(0, 200).Select(number => $"c{number}={new string('x', 80)}"));

        Assert.Equal("code", await WithCookiesAsync(notes, $"{strangers}; {session.Name}={session.Value}"));
    }

    private Task<string> WithSessionAsync(RelyingParty notes, string name, string value) => WithCookiesAsync(notes, $"{name}={value}");

    private async Task<string> WithCookiesAsync(RelyingParty notes, string header)
    {
        var browser = server.Browser();
        browser.Headers["Cookie"] = header;
        return await browser.SilentAsync(notes);
    }
}
