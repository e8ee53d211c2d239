using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>From the page that explains to the change that puts it right: who is offered it, what it does, and what it cannot be made to do.</summary>
public class PuttingRefusalsRight(HostedServer server) : IClassFixture<HostedServer>
{
    private const string New = "https://rp.acme.test/new";

    [Fact]
    public async Task An_administrator_is_led_from_the_page_that_explains_to_the_button_that_adds_the_callback()
    {
        var notes = await server.ApplicationAsync();
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var explained = await browser.GetAsync(notes.AuthorizeUrl(("redirect_uri", New)));
        Assert.Equal("redirect_uri_unregistered", explained.Reason);
        Assert.Contains("https://rp.acme.test/cb", explained.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var proposed = await OpenAsync(browser, explained);
        Assert.Equal([New], Marked(proposed));
        Assert.Equal(["https://rp.acme.test/cb"], (await FoundAsync(notes)).RedirectUris);
        var done = await FixAsync(browser, proposed);

        Assert.Equal("The application is changed.", done.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.Null(done.Document.QuerySelector("#fix"));
        Assert.Equal(["https://rp.acme.test/cb", New], (await FoundAsync(notes)).RedirectUris);
        Assert.Equal("Sign in", (await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", New)))).Heading.Split(' ')[..2].Aggregate((first, second) => $"{first} {second}"));
        Assert.Contains($"\"answers_refusal\":\"{Reference(explained)}\"", await AuditedAsync(notes), StringComparison.Ordinal);
        Assert.Contains("\"before\":[\"https://rp.acme.test/cb\"]", await AuditedAsync(notes), StringComparison.Ordinal);
    }

    [Fact, Attack("UI-06"), Attack("XT-06")]
    public async Task Nobody_else_learns_what_is_registered()
    {
        var notes = await server.ApplicationAsync(input => input with { RedirectUris = ["https://secret-host.acme.test/cb"] });
        var elsewhere = await server.PoolAsync(UserPool.OperatorsSlug);
        Browser[] others = [server.Browser(), await server.ConsoleAsync(ConsoleRole.Viewer), await server.ConsoleAsync(ConsoleRole.Owner, elsewhere), (await server.SignedInAsync()).Browser];
        foreach (var browser in others)
        {
            var explained = await browser.GetAsync(notes.AuthorizeUrl(("redirect_uri", New)));
            Assert.Equal("redirect_uri_unregistered", explained.Reason);
            Assert.DoesNotContain("secret-host", explained.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("/console", explained.Body, StringComparison.Ordinal);
        }
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_reads_the_refusal_and_is_offered_nothing()
    {
        var (row, notes) = await RefusedAsync("redirect_uri_unregistered", ("given", New));
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);
        var page = await viewer.GetAsync(At(row));
        Assert.Equal((200, null), (page.Status, page.Document.QuerySelector("#fix")));

        var token = page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        Assert.Equal(403, (await viewer.PostAsync(At(row) + "?handler=Fix", [new("form_token", token), new("version", "1")])).Status);
        Assert.DoesNotContain(New, (await FoundAsync(notes)).RedirectUris);
    }

    [Fact, Attack("UI-01"), Attack("UI-05"), Attack("UI-13")]
    public async Task A_link_or_another_site_s_form_changes_nothing_and_no_site_may_frame_the_button()
    {
        var (row, notes) = await RefusedAsync("redirect_uri_unregistered", ("given", "https://evil.test/cb"));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);

        var page = await browser.GetAsync(At(row) + "?handler=Fix&version=1");
        Assert.Equal("DENY", page.Response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Contains("frame-ancestors 'none'", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(["https://evil.test/cb"], Marked(page));
        Assert.Equal(400, (await browser.PostAsync(At(row) + "?handler=Fix", [new("version", "1")])).Status);
        await browser.PostFromElsewhereAsync(At(row) + "?handler=Fix", [new("version", "1")]);

        Assert.Equal(["https://rp.acme.test/cb"], (await FoundAsync(notes)).RedirectUris);
    }

    [Fact, Attack("RU-01")]
    public async Task What_is_added_is_what_was_refused_and_nothing_that_is_sent_along()
    {
        var (row, notes) = await RefusedAsync("redirect_uri_unregistered", ("given", New));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var (action, fields) = Browser.Fill(await browser.GetAsync($"{At(row)}?given=https://evil.test/cb"), new Dictionary<string, string> { ["version"] = "1" });
        foreach (var name in new[] { "given", "redirect_uris", "value", "Fix.Settings.RedirectUris", "settings.AddRedirectUris[0]" })
        {
            fields[name] = "https://evil.test/cb";
        }

        Assert.Equal(200, (await browser.PostAsync(action, fields)).Status);
        Assert.Equal(["https://rp.acme.test/cb", New], (await FoundAsync(notes)).RedirectUris);
    }

    [Theory, Attack("RU-01")]
    [InlineData("http://rp.acme.test/new", "must be https")]
    [InlineData("https://rp.acme.test/*", "wildcard")]
    [InlineData("javascript:alert(1)", "must begin with https")]
    [InlineData("https://rp.acme.test/cb#x", "fragment")]
    public async Task The_rules_are_those_of_every_change(string given, string because)
    {
        var (row, notes) = await RefusedAsync("redirect_uri_unregistered", ("given", given));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var refused = await FixAsync(browser, await browser.GetAsync(At(row)));

        Assert.Equal(422, refused.Status);
        Assert.Contains(because, refused.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["https://rp.acme.test/cb"], (await FoundAsync(notes)).RedirectUris);
    }

    [Fact]
    public async Task Two_at_once_the_second_is_told()
    {
        var (row, notes) = await RefusedAsync("redirect_uri_unregistered", ("given", New));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var (first, second) = (await browser.GetAsync(At(row)), await browser.GetAsync(At(row)));
        await FixAsync(browser, first);

        Assert.Equal(422, (await FixAsync(browser, second)).Status);
        Assert.Equal(2, (await FoundAsync(notes)).RedirectUris.Count);
    }

    [Fact, Attack("OR-07")]
    public async Task The_link_by_a_reference_leads_to_its_event_and_nowhere_else()
    {
        var (row, _) = await RefusedAsync("redirect_uri_unregistered", ("given", New));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        Assert.Equal(At(row), (await browser.GetAsync($"/console/default/logs/refusal/{row.Reference}")).Address.AbsolutePath);
        foreach (var other in new[] { "nothing", "https:%2f%2fevil.test", "%2f%2fevil.test", "..%2f..%2f" })
        {
            Assert.Equal(404, (await browser.GetAsync("/console/default/logs/refusal/" + other)).Status);
        }
    }

    [Fact]
    public async Task A_client_that_proves_itself_the_other_way_is_put_right_by_its_own_refusal()
    {
        var notes = await server.ApplicationAsync();
        RelyingParty basic = new(server.Client(), notes.Keys with { Method = "client_secret_basic" });
        Assert.Equal("invalid_client", (await basic.TokenAsync(("grant_type", "authorization_code"), ("code", "none"))).Error);
        var row = await LatestAsync(notes, "method_not_allowed_here");
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);

        await FixAsync(browser, await browser.GetAsync(At(row)));

        var found = await FoundAsync(notes);
        Assert.Equal(("client_secret_basic", "client_secret_post"), (found.TokenAuthentication, found.RevocationAuthentication));
        Assert.Equal("invalid_grant", (await basic.TokenAsync(("grant_type", "authorization_code"), ("code", "none"), ("redirect_uri", "x"))).Error);
    }

    [Fact]
    public async Task A_mode_or_a_return_type_that_was_not_ticked_is_ticked_with_what_it_needs()
    {
        var notes = await server.ApplicationAsync();
        await notes.TokenAsync(("grant_type", "password"), ("username", "x"), ("password", "y"));
        await server.Browser().GetAsync(notes.AuthorizeUrl(("response_type", "code id_token")));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);

        await FixAsync(browser, await browser.GetAsync(At(await LatestAsync(notes, "grant_type_not_allowed"))));
        await FixAsync(browser, await browser.GetAsync(At(await LatestAsync(notes, "response_type_not_allowed"))));

        var found = await FoundAsync(notes);
        Assert.Equal(["authorization_code", "implicit", "password", "refresh_token"], found.GrantTypes.Order());
        Assert.Equal(["code", "code id_token"], found.ResponseTypes.Order());
    }

    [Theory]
    [InlineData("method_not_allowed_here", "endpoint=token", "method_given=none")]
    [InlineData("method_not_allowed_here", "method_given=client_secret_basic", "endpoint=nowhere")]
    [InlineData("grant_type_not_allowed", "given=urn:evil", "x=y")]
    [InlineData("response_type_not_allowed", "given=everything", "x=y")]
    [InlineData("redirect_uri_unregistered", "given=https://rp.acme.test/new?…", "x=y")]
    [InlineData("redirect_uri_unregistered", "given=https://rp.acme.test/cb", "x=y")]
    [InlineData("code_replayed", "given=https://rp.acme.test/new", "x=y")]
    public async Task What_no_setting_should_put_right_offers_nothing(string reason, string first, string second)
    {
        var evidence = new[] { first, second }.Select(each => each.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        var (row, notes) = await RefusedAsync(reason, evidence);
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.GetAsync(At(row));
        Assert.Null(page.Document.QuerySelector("#fix"));

        var token = page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        Assert.Equal(422, (await browser.PostAsync(At(row) + "?handler=Fix", [new("form_token", token), new("version", "1")])).Status);
        Assert.Equal(1, (await FoundAsync(notes)).Version);
    }

    [Fact]
    public async Task The_other_provider_s_modes_are_its_own()
    {
        var (row, _) = await RefusedAsync("grant_type_not_allowed", provider: "oauth", ("given", "password"));
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        Assert.Null((await browser.GetAsync(At(row))).Document.QuerySelector("#fix"));
    }

    private static string At(EventRow row) => $"/console/default/logs/{row.Id:N}";

    private static string Reference(Visit explained) => explained.Document.QuerySelector("main a[href*='/logs/refusal/']")!.GetAttribute("href")!.Split('/')[^1];

    private static IEnumerable<string> Marked(Visit page) => page.Document.QuerySelectorAll(".card:has(#fix) mark").Select(each => each.TextContent);

    private static Task<Visit> FixAsync(Browser browser, Visit page) => browser.SubmitAsync(page, new Dictionary<string, string> { ["version"] = Version(page) });

    private static string Version(Visit page) => page.Document.QuerySelector(".card:has(#fix) input[name=version]")!.GetAttribute("value")!;

    /// <summary>The event is written a moment after the page that explains was shown.</summary>
    private static async Task<Visit> OpenAsync(Browser browser, Visit explained)
    {
        var address = $"/console/default/logs/refusal/{Reference(explained)}";
        await Eventually.TrueAsync(async () => (await browser.GetAsync(address)).Status == 200);
        return await browser.GetAsync(address);
    }

    private Task<(EventRow Row, RelyingParty Notes)> RefusedAsync(string reason, params (string Name, string Value)[] evidence) => RefusedAsync(reason, null, evidence);

    private async Task<(EventRow Row, RelyingParty Notes)> RefusedAsync(string reason, string? provider, params (string Name, string Value)[] evidence)
    {
        var notes = await server.ApplicationAsync();
        var trace = new { error = "invalid_request", provider, evidence = evidence.Select(each => new { name = each.Name, value = each.Value }) };
        EventRow row = new()
        {
            PoolId = server.PoolId,
            Id = Guid.CreateVersion7(server.Clock.Now),
            At = server.Clock.Now,
            Kind = "refusal",
            Reason = reason,
            ApplicationId = Guid.Parse(notes.Keys.ClientId),
            Reference = Guid.NewGuid().ToString("N")[..12],
            Detail = System.Text.Json.JsonSerializer.Serialize(trace),
        };
        await server.Services.GetRequiredService<IBulkRows>().AddEventsAsync([row], default);
        return (row, notes);
    }

    private async Task<EventRow> LatestAsync(RelyingParty notes, string reason)
    {
        EventRow? row = null;
        var application = Guid.Parse(notes.Keys.ClientId);
        await Eventually.TrueAsync(async () =>
        {
            await using var db = await server.DatabaseAsync();
            row = await db.Events.OrderByDescending(each => each.Id).FirstOrDefaultAsync(each => each.ApplicationId == application && each.Reason == reason);
            return row is not null;
        });
        return row!;
    }

    private async Task<string> AuditedAsync(RelyingParty notes)
    {
        await using var db = await server.DatabaseAsync();
        var application = Guid.Parse(notes.Keys.ClientId);
        return (await db.Events.Where(row => row.ApplicationId == application && row.Kind == "application_updated").Select(row => row.Detail).SingleAsync())!;
    }

    private async Task<ApplicationDetail> FoundAsync(RelyingParty notes) =>
        (await server.Services.GetRequiredService<FindApplication>().RunAsync(server.PoolId, notes.Keys.ClientId, default))!;
}
