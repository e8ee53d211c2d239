using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

public class ComingIntoTheConsole(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task A_person_with_a_role_comes_in_and_to_the_page_that_was_asked_for()
    {
        var browser = server.Browser();
        var visit = await browser.EnterConsoleAsync(await AdministratorAsync(), "/console/default?x=1");

        Assert.Equal(("Overview", "/console/default?x=1"), (visit.Heading, visit.Address.PathAndQuery));
        Assert.StartsWith("__Host-is-console", browser.Cookie("console")!.Name, StringComparison.Ordinal);
        Assert.True(browser.Cookie("console") is { Secure: true, HttpOnly: true });
    }

    [Fact, Attack("EN-01")]
    public async Task Nobody_else_does_and_all_are_told_the_same()
    {
        var olga = await AdministratorAsync();
        var withoutRole = await server.PersonAsync("nina", await server.PoolAsync(UserPool.OperatorsSlug));
        Person[] refused = [olga with { Password = "wrong" }, olga with { Email = "nobody@acme.test" }, withoutRole, await server.AnnAsync(), olga with { Password = "" }];
        foreach (var person in refused)
        {
            var browser = server.Browser();
            var visit = await browser.EnterConsoleAsync(person);
            Assert.Equal((200, "Sign in to the console"), (visit.Status, visit.Heading));
            Assert.Equal("These sign-in details do not match. Check them and try again.", visit.Document.QuerySelector("[role=alert]")!.TextContent.Trim());
            Assert.Null(browser.Cookie("console"));
        }
    }

    [Fact, Attack("XT-02")]
    public async Task Its_session_is_none_of_an_applications_nor_the_other_way_round()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        Assert.Equal("Sign in to the console", (await browser.GetAsync("/console")).Heading);

        var console = await server.ConsoleAsync(ConsoleRole.Operator);
        Assert.Equal("login_required", await console.SilentAsync(notes));
    }

    [Fact, Attack("SF-01")]
    public async Task A_handle_from_before_the_sign_in_is_not_the_one_after_it()
    {
        var (browser, olga) = (server.Browser(), await AdministratorAsync());
        await browser.EnterConsoleAsync(olga);
        var before = browser.Cookie("console")!.Value;
        var form = Browser.Fill(await server.Browser().GetAsync("/console/sign-in"), Steps.Pair(olga.Email, olga.Password));
        Assert.NotEmpty(form.Fields);

        await browser.SubmitAsync(await SignOutAsync(browser), Steps.Pair(olga.Email, olga.Password));

        Assert.NotEqual(before, browser.Cookie("console")!.Value);
        Assert.Equal(1, await OpenSessionsAsync(olga));
    }

    [Fact, Attack("UI-16")]
    public async Task Nothing_of_it_is_kept_by_the_browser_for_whoever_presses_back()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Owner);
        foreach (var page in new[] { "/console/default", "/console/default/users", "/console/default/settings", "/console/default/security", "/console/default/logs", "/console/default/applications" })
        {
            var visit = await browser.GetAsync(page);
            Assert.Equal((page, 200, true), (page, visit.Status, visit.Response.Headers.CacheControl?.NoStore));
        }
    }

    [Theory, Attack("CR-07")]
    [InlineData("GET", "/console/default")]
    [InlineData("OPTIONS", "/console/default")]
    [InlineData("OPTIONS", "/console/default/logs/live")]
    [InlineData("OPTIONS", "/api/v3/users")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task No_other_origin_is_answered(string method, string address)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(HostedServer.Origin, address));
        request.Headers.Add("Origin", "https://rp.acme.test");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        var response = await browser.RawAsync(request);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_leaves_the_cookie_worthless()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var cookies = browser.Cookies.GetCookieHeader(HostedServer.Origin);

        var visit = await SignOutAsync(browser);

        Assert.Contains("You are signed out of the console.", visit.Document.Body!.TextContent, StringComparison.Ordinal);
        using HttpRequestMessage again = new(HttpMethod.Get, new Uri(HostedServer.Origin, "/console/default")) { Headers = { { "Cookie", cookies } } };
        Assert.Equal(303, (int)(await server.Browser().RawAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task An_hour_without_a_request_ends_it(int minutes, bool lives)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        server.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(lives, await IsInsideAsync(browser));
    }

    /// <summary>ASVS 7.3.1: an open tab is nobody who works.</summary>
    [Theory, Attack("SF-11")]
    [InlineData("/console/default/logs/live")]
    [InlineData("/console/default/users/import/00000000000000000000000000000000?handler=progress")]
    [InlineData("/console/default?reload=1")]
    public async Task What_a_page_asks_by_itself_does_not_keep_it_alive(string address)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        for (var minutes = 0; minutes < 60; minutes += 20)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(HostedServer.Origin, address));
            request.Headers.Add("Cookie", browser.Cookies.GetCookieHeader(HostedServer.Origin));
            using CancellationTokenSource gone = new(TimeSpan.FromSeconds(2));
            try
            {
                using var response = await server.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone.Token);
                Assert.Contains((int)response.StatusCode, new[] { 200, 404 });
            }
            catch (OperationCanceledException)
            {
                // The stream was let in, and had nothing to tell.
            }

            server.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        server.Clock.AdvanceSeconds(1);
        Assert.False(await IsInsideAsync(browser));
    }

    [Fact]
    public async Task Twelve_hours_end_it_however_busy_it_is()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        for (var hours = 0.5; hours < 12; hours += 0.5)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.True(await IsInsideAsync(browser));
        }

        server.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.False(await IsInsideAsync(browser));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("block")]
    [InlineData("role")]
    public async Task It_ends_with_what_it_stood_on(string what)
    {
        var (browser, olga) = (server.Browser(), await AdministratorAsync());
        await browser.EnterConsoleAsync(olga);
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        UserName name = new(operators, olga.Email);
        switch (what)
        {
            case "password":
                await server.Services.GetRequiredService<SetPassword>().RunAsync(Actor.CommandLine, name, "another horse 43 staple", default);
                break;
            case "block":
                await server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, name, default);
                break;
            default:
                await using (var db = await server.DatabaseAsync(operators))
                {
                    await db.Administrators.Where(row => row.UserId == olga.Id).ExecuteDeleteAsync();
                }

                break;
        }

        Assert.False(await IsInsideAsync(browser));
    }

    [Fact, Attack("XT-10")]
    public async Task It_has_one_address_and_no_applications_or_pools_has_it()
    {
        var notes = await server.NotesAsync();
        var browser = await server.ConsoleAsync(ConsoleRole.Operator);
        foreach (var path in new[] { notes.Keys.Issuer[..^"/oidc".Length] + "/console/default", "/pools/operators/console/default", "/pools/operators/console/sign-in" })
        {
            Assert.Equal(404, (await browser.GetAsync(path)).Status);
        }
    }

    [Theory, Attack("OR-07")]
    [InlineData("https://evil.test/console")]
    [InlineData("//evil.test/console")]
    [InlineData("/consolex")]
    [InlineData("/sign-out")]
    public async Task It_leads_nowhere_but_to_itself(string path)
    {
        var browser = server.Browser();
        var visit = await browser.EnterConsoleAsync(await AdministratorAsync(), "/console/sign-in?return=" + Uri.EscapeDataString(path));
        Assert.Equal("/console/default", visit.Address.PathAndQuery);
    }

    private Task<Person> AdministratorAsync() => server.Services.AdministratorAsync(ConsoleRole.Administrator, server.PoolId);

    private static async Task<Visit> SignOutAsync(Browser browser)
    {
        var page = await browser.GetAsync("/console");
        var token = page.Document.QuerySelector("form[action='/console/sign-out'] input[name=form_token]")!.GetAttribute("value")!;
        return await browser.PostAsync("/console/sign-out", [new("form_token", token)]);
    }

    private static async Task<bool> IsInsideAsync(Browser browser) => (await browser.GetAsync("/console")).Heading == "Overview";

    private async Task<int> OpenSessionsAsync(Person person)
    {
        await using var db = await server.DatabaseAsync(await server.PoolAsync(UserPool.OperatorsSlug));
        return await db.ConsoleSessions.CountAsync(row => row.UserId == person.Id && row.EndedAt == null);
    }
}
