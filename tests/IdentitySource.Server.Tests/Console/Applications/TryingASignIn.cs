using System.Net;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

/// <summary>Try sign-in: an administrator takes the application's place, from the request to userinfo, and nobody else can.</summary>
public class TryingASignIn(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory]
    [InlineData("client_secret_post")]
    [InlineData("client_secret_basic")]
    [InlineData("none")]
    public async Task With_a_code_every_step_is_shown_once_and_the_secret_never(string method)
    {
        var desk = await DeskAsync(input => input with { TokenAuthentication = method });
        var page = await desk.RunAsync(await desk.ChooseAsync());

        Assert.Equal((200, "no-store"), (page.Status, page.Response.Headers.CacheControl?.ToString()));
        Assert.Equal([("ID token", "Nothing wrong"), ("Access token of a person", "Nothing wrong")], Tokens(page));
        Assert.Contains(desk.Ann.Email, Text(page, "#userinfo"), StringComparison.Ordinal);
        Assert.Contains("code_verifier=", Text(page, "#curl-token"), StringComparison.Ordinal);
        Assert.Contains("\"id_token\"", Text(page, "#tokens"), StringComparison.Ordinal);
        Assert.Equal(["state", "iss", "nonce", "at_hash"], Held(page));
        Assert.True(desk.Keys.Secret is null || !page.Body.Contains(desk.Keys.Secret, StringComparison.Ordinal));

        var again = await desk.Browser.GetAsync(page.Address.ToString());
        Assert.Equal(400, again.Status);
        Assert.Contains("belongs to no try of yours", again.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"tokens\"", again.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id_token token", "ID token,Access token of a person")]
    [InlineData("code id_token", "ID token,ID token,Access token of a person")]
    [InlineData("code token", "Access token of a person,ID token,Access token of a person")]
    [InlineData("code id_token token", "ID token,Access token of a person,ID token,Access token of a person")]
    public async Task What_came_in_the_fragment_is_posted_by_the_page_itself(string responseType, string expected)
    {
        var desk = await DeskAsync();
        var landed = await desk.RunAsync(await desk.ChooseAsync(("response_type", responseType)));
        Assert.NotNull(landed.Document.QuerySelector("form#answer"));
        Assert.Contains("Without scripts choose the response mode form_post", landed.Body, StringComparison.Ordinal);

        var page = await desk.Browser.PostAsync(landed.Address.GetLeftPart(UriPartial.Path), Fragment(desk.Browser));

        Assert.Equal(200, page.Status);
        Assert.Equal(expected, string.Join(',', Tokens(page).Select(token => token.Kind)));
        Assert.All(Tokens(page), token => Assert.Equal("Nothing wrong", token.Verdict));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("code id_token token")]
    [InlineData("id_token")]
    public async Task A_posted_answer_comes_straight_to_the_page(string responseType)
    {
        var desk = await DeskAsync();
        var form = await desk.RunAsync(await desk.ChooseAsync(("response_type", responseType), ("response_mode", "form_post")));

        var page = await desk.Browser.SubmitAsync(form, Steps.Nothing);

        Assert.Equal(200, page.Status);
        Assert.Contains("ID token", Tokens(page).Select(token => token.Kind));
    }

    [Fact]
    public async Task A_refusal_is_shown_as_the_application_gets_it()
    {
        var desk = await DeskAsync();
        var chosen = await desk.ChooseAsync(("prompt", "none"));
        var page = await desk.Browser.GetAsync(Url(chosen));

        Assert.Contains("login_required", Text(page, "#redirect"), StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#curl-token"));
    }

    [Fact]
    public async Task What_is_not_ticked_says_so_and_is_ticked_by_a_button_with_what_it_needs()
    {
        var desk = await DeskAsync(input => input with { GrantTypes = ["authorization_code"], ResponseTypes = ["code"] });
        var chosen = await desk.ChooseAsync(("response_type", "code id_token"));

        Assert.Contains("response_type_not_allowed", chosen.Document.QuerySelector(".alert.bad")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("code id_token (not ticked)", chosen.Document.QuerySelector("#field-response-type")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Tick code id_token, and what it needs", chosen.Document.QuerySelector(".alert.bad button")!.TextContent);

        await desk.Browser.PostAsync(desk.Path + "?handler=Tick", [new("form_token", await desk.TokenAsync()), new("response_type", "code id_token")]);

        var ticked = await FoundAsync(desk);
        Assert.Equal(["authorization_code", "implicit"], ticked.GrantTypes);
        Assert.Equal(["code", "code id_token"], ticked.ResponseTypes);
        Assert.Null((await desk.ChooseAsync(("response_type", "code id_token"))).Document.QuerySelector(".alert.bad"));
        var nonsense = await desk.Browser.PostAsync(desk.Path + "?handler=Tick", [new("form_token", await desk.TokenAsync()), new("response_type", "code nonsense")]);
        Assert.Equal(404, nonsense.Status);
    }

    [Fact]
    public async Task Without_the_tick_the_callback_is_no_callback_and_removing_it_ends_it()
    {
        var desk = await DeskAsync(register: false);
        Assert.Contains("redirect_uri_unregistered", (await desk.ChooseAsync()).Body, StringComparison.Ordinal);

        await desk.RegisterAsync();
        Assert.Contains(desk.Callback, (await FoundAsync(desk)).RedirectUris);
        await desk.Browser.PostAsync(desk.Path + "?handler=Unregister", [new("form_token", await desk.TokenAsync())]);
        Assert.DoesNotContain(desk.Callback, (await FoundAsync(desk)).RedirectUris);

        await using var db = await server.DatabaseAsync();
        var id = Guid.ParseExact(desk.Keys.ClientId, "N");
        Assert.Equal(2, await db.Events.CountAsync(row => row.Kind == "application_updated" && row.ApplicationId == id));
        Assert.Equal(1, await db.Events.CountAsync(row => row.Kind == "application_tried" && row.ApplicationId == id));
    }

    [Fact, Attack("XT-06")]
    public async Task An_answer_counts_for_nobody_but_who_asked()
    {
        var desk = await DeskAsync();
        var url = Url(await desk.ChooseAsync());
        var left = await server.Browser().SignInAsync(url, desk.Ann);

        // Whoever else opens the address is asked to sign in to the console, with the address as it was.
        Assert.Equal("/console/sign-in", left.Address.AbsolutePath);
        var callback = Uri.UnescapeDataString(left.Address.Query["?return=".Length..]);
        var other = await server.ConsoleAsync(ConsoleRole.Administrator);
        foreach (Cookie cookie in desk.Browser.Cookies.GetAllCookies())
        {
            if (cookie.Name.Contains("try-", StringComparison.Ordinal))
            {
                other.Cookies.Add(cookie);
            }
        }

        Assert.Equal(400, (await other.GetAsync(callback)).Status);
        Assert.Equal(400, (await desk.Browser.GetAsync(callback.Replace("state=", "state=x", StringComparison.Ordinal))).Status);
        Assert.Equal(200, (await desk.Browser.GetAsync(callback)).Status);
    }

    [Fact]
    public async Task After_ten_minutes_it_is_over()
    {
        var desk = await DeskAsync();
        var url = Url(await desk.ChooseAsync());
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(400, (await desk.Browser.SignInAsync(url, desk.Ann)).Status);
    }

    [Fact, Attack("UI-06")]
    public async Task An_answer_that_nobody_sent_is_not_even_shown()
    {
        var desk = await DeskAsync();
        await desk.ChooseAsync();
        var page = await desk.Browser.GetAsync($"{desk.Path}/callback?state=x&error=%3Cimg%20src%3Dx%3E&code=1");
        Assert.Equal(400, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("main img"));
        Assert.DoesNotContain("src=x", page.Body, StringComparison.Ordinal);
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_may_not_run_it()
    {
        var (desk, viewer) = (await DeskAsync(), await server.ConsoleAsync(ConsoleRole.Viewer));
        Assert.Equal(403, (await viewer.GetAsync(desk.Path)).Status);
        Assert.Equal(403, (await viewer.GetAsync(desk.Path + "/callback?state=x")).Status);
        Assert.Null((await viewer.GetAsync("/console/default/applications")).Document.QuerySelector("main a[href$='/try']"));
    }

    [Fact]
    public async Task A_request_that_no_cookie_holds_is_refused_at_its_field()
    {
        var desk = await DeskAsync();
        var page = await desk.ChooseAsync(("scope", "openid " + new string('x', 4000)));
        Assert.Equal(422, page.Status);
        Assert.NotNull(page.Document.QuerySelector("#field-scope-error"));
    }

    private static string Text(Visit page, string selector) => page.Document.QuerySelector(selector)!.TextContent;

    private static string Url(Visit chosen) => chosen.Document.QuerySelector("#run")!.GetAttribute("href")!;

    private static List<(string Kind, string Verdict)> Tokens(Visit page) =>
        [.. page.Document.QuerySelectorAll(".inspection").Select(each => (each.QuerySelector("h2")!.TextContent, each.QuerySelector(".badge")!.TextContent))];

    private static IEnumerable<string> Held(Visit page) =>
        page.Document.QuerySelectorAll("#checks li").Where(check => check.QuerySelector(".badge.ok") is not null).Select(check => check.QuerySelector("code")!.TextContent);

    /// <summary>What the script of the page reads: it stood in the last redirect, and no server was told.</summary>
    private static List<KeyValuePair<string, string>> Fragment(Browser browser) =>
    [
        .. browser.History.Last(each => each.Headers.Location?.OriginalString.Contains('#', StringComparison.Ordinal) == true).Headers.Location!.OriginalString.Split('#')[1].Split('&')
            .Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1].Replace('+', ' ')))),
    ];

    private async Task<ApplicationDetail> FoundAsync(Desk desk) =>
        (await server.Services.GetRequiredService<FindApplication>().RunAsync(server.PoolId, desk.Keys.ClientId, default))!;

    private async Task<Desk> DeskAsync(Func<Management.Applications.NewApplication, Management.Applications.NewApplication>? shape = null, bool register = true)
    {
        var application = await server.ApplicationAsync(input =>
        {
            input = input with
            {
                GrantTypes = ["authorization_code", "implicit", "refresh_token"],
                ResponseTypes = [.. ProtocolCatalog.ResponseTypes],
                Policy = new ApplicationPolicy { ShowConsent = false },
            };
            return shape?.Invoke(input) ?? input;
        });
        Desk desk = new(await server.ConsoleAsync(ConsoleRole.Administrator), await server.AnnAsync(), application.Keys);
        if (register)
        {
            await desk.RegisterAsync();
        }

        return desk;
    }

    private sealed record Desk(Browser Browser, Person Ann, RelyingPartyKeys Keys)
    {
        public string Path => $"/console/default/applications/{Keys.ClientId}/try";

        public string Callback => $"https://idp.test{Path}/callback";

        public async Task<string> TokenAsync() => (await Browser.GetAsync(Path)).Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;

        public async Task RegisterAsync()
        {
            var page = await Browser.PostAsync(Path + "?handler=Register", [new("form_token", await TokenAsync())]);
            Assert.Contains("The callback of the console is registered.", page.Body, StringComparison.Ordinal);
        }

        public async Task<Visit> ChooseAsync(params (string Name, string Value)[] changes)
        {
            Dictionary<string, string> fields = new()
            {
                ["response_type"] = "code",
                ["scope"] = "openid profile email",
                ["prompt"] = "",
                ["pkce"] = "S256",
                ["response_mode"] = "",
                ["nonce"] = "true",
            };
            foreach (var (name, value) in changes)
            {
                fields[name] = value;
            }

            if (!fields["response_type"].Contains("code", StringComparison.Ordinal))
            {
                fields["pkce"] = "none";
            }

            return await Browser.SubmitAsync(await Browser.GetAsync(Path), fields);
        }

        public Task<Visit> RunAsync(Visit chosen) => Browser.SignInAsync(Url(chosen), Ann);
    }
}
