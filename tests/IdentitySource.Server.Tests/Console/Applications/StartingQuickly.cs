using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Console.QuickStart;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

/// <summary>The tab <i>Quick start</i> over HTTP.</summary>
public class StartingQuickly(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task Creating_an_application_leads_there()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.GetAsync("/console/default/applications/new");
        var created = await browser.SubmitAsync(
            page, new Dictionary<string, string> { ["type"] = "Web", ["name"] = "Corner shop", ["address"] = "corner-shop", ["redirect_uris"] = "https://rp.acme.test/cb" });

        Assert.Equal(("Corner shop", "quick-start"), (created.Heading, created.Address.Segments[^1]));
        Assert.Equal("Quick start", created.Document.QuerySelector(".tabs a[aria-current]")!.TextContent.Trim());
        Assert.Equal("curl", created.Document.QuerySelector("nav a.btn[aria-current]")!.TextContent);
        Assert.Contains("redirect_uri='https://rp.acme.test/cb'", created.Document.QuerySelector("#masked")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Attack("AD-12"), Attack("AD-09")]
    public async Task The_secret_is_masked_until_it_is_proved_again_who_asks_and_then_written_down()
    {
        var (browser, path, notes) = await AtAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        var page = await browser.GetAsync(path + "?client=node");
        Assert.DoesNotContain(notes.Keys.Secret!, page.Body, StringComparison.Ordinal);
        Assert.Contains($"ClientSecretPost(\"{SnippetValues.Mask}\")", page.Document.QuerySelector("#masked")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[data-copy=snippet]"));

        var action = page.Document.QuerySelector("form[action*=Reveal]")!;
        var asked = await browser.PostAsync(action.GetAttribute("action")!, [new("form_token", action.QuerySelector("input[name=form_token]")!.GetAttribute("value")!)]);
        Assert.DoesNotContain(notes.Keys.Secret!, asked.Body, StringComparison.Ordinal);
        var shown = await browser.SubmitAsync(asked, new Dictionary<string, string> { ["confirm_password"] = ConsoleSteps.Password });

        Assert.DoesNotContain(notes.Keys.Secret!, shown.Document.QuerySelector("#masked")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"ClientSecretPost(\"{notes.Keys.Secret}\")", shown.Document.QuerySelector("#snippet")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(shown.Document.QuerySelector("[data-copy=snippet]"));
        await using var db = await server.DatabaseAsync();
        var application = Guid.Parse(notes.Keys.ClientId);
        Assert.Equal(1, await db.Events.CountAsync(row => row.Kind == "application_secret_revealed" && row.ApplicationId == application));
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_reads_the_snippets_and_has_no_way_to_the_secret()
    {
        var (_, path, notes) = await AtAsync();
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);
        foreach (var client in SnippetCatalogue.All)
        {
            var page = await viewer.GetAsync($"{path}?client={client.Name}");
            Assert.Equal((client.Name, 200), (client.Name, page.Status));
            Assert.DoesNotContain(notes.Keys.Secret!, page.Body, StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("main form[action*=Reveal], main form button"));
        }
    }

    [Fact]
    public async Task The_callback_is_changed_in_place_and_the_others_stay()
    {
        var (browser, path, notes) = await AtAsync(uris: ["https://rp.acme.test/cb", "https://rp.acme.test/other"]);
        var page = await browser.GetAsync(path + "?client=node");

        var changed = await browser.SubmitAsync(page, new Dictionary<string, string> { ["redirect_uris"] = "http://localhost:3000/cb" });

        Assert.Equal("Saved.", changed.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.Contains("redirectUri = \"http://localhost:3000/cb\"", changed.Document.QuerySelector("#masked")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["http://localhost:3000/cb", "https://rp.acme.test/other"], await CallbacksAsync(notes));

        var late = await browser.SubmitAsync(page, new Dictionary<string, string> { ["redirect_uris"] = "https://rp.acme.test/late" });
        Assert.Equal(422, late.Status);
        Assert.Contains("Somebody else has changed this meanwhile.", late.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://rp.acme.test/late", late.Document.QuerySelector("#field-redirect-uris")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("http://rp.acme.test/cb", "must be https")]
    [InlineData("javascript:alert(1)", "must begin with https")]
    [InlineData("", "A callback URL is needed")]
    public async Task One_that_must_not_be_is_refused_at_its_field(string callback, string because)
    {
        var (browser, path, notes) = await AtAsync();
        var refused = await browser.SubmitAsync(await browser.GetAsync(path), new Dictionary<string, string> { ["redirect_uris"] = callback });

        Assert.Equal(422, refused.Status);
        Assert.Contains(because, refused.Document.QuerySelector("#field-redirect-uris-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["https://rp.acme.test/cb"], await CallbacksAsync(notes));
    }

    [Fact]
    public async Task What_is_not_ticked_is_said_and_leads_to_the_tick()
    {
        var (browser, path, _) = await AtAsync(input => input with { GrantTypes = ["implicit"], ResponseTypes = ["id_token"] });
        var page = await browser.GetAsync(path + "?client=node");
        Assert.Null(page.Document.QuerySelector("main pre"));
        Assert.Equal(path[..^"/quick-start".Length] + "#authorization", page.Document.QuerySelector("main .alert a")!.GetAttribute("href"));
    }

    [Fact, Attack("UI-08")]
    public async Task A_name_that_tries_to_be_more_stays_in_its_comment()
    {
        const string Name = "</code></pre><img src=x onerror=alert(1)> $(id) `id` \"'";
        var (browser, path, _) = await AtAsync(input => input with { Name = Name });
        var page = await browser.GetAsync(path + "?client=curl");
        Assert.Empty(page.Document.QuerySelectorAll("main img"));
        Assert.StartsWith($"#!/usr/bin/env bash\n# {Name}: ", page.Document.QuerySelector("#masked")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_sign_in_is_awaited_and_seen()
    {
        var (browser, path, notes) = await AtAsync();
        var waiting = await browser.GetAsync(path);
        var awaits = waiting.Document.QuerySelector("[data-awaits]")!;
        Assert.Equal("Waiting for your first sign-in …", awaits.TextContent);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        EventRow row = new()
        {
            PoolId = server.PoolId,
            Id = Guid.CreateVersion7(server.Clock.Now),
            At = server.Clock.Now,
            Kind = "token_issued",
            Success = true,
            ApplicationId = Guid.Parse(notes.Keys.ClientId),
            Reference = "r",
        };
        await server.Services.GetRequiredService<IBulkRows>().AddEventsAsync([row], default);

        Assert.Contains(row.Id.ToString("N"), await FirstOfStreamAsync(browser, awaits.GetAttribute("data-awaits")!), StringComparison.Ordinal);
        var seen = await browser.GetAsync(path);
        Assert.Null(seen.Document.QuerySelector("[data-awaits]"));
        Assert.Contains("Seen ✓", seen.Document.QuerySelector("li.done")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The first that the server sends by itself, after it has said that it listens.</summary>
    private async Task<string> FirstOfStreamAsync(Browser browser, string address)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(HostedServer.Origin, address));
        request.Headers.TryAddWithoutValidation("Cookie", browser.Cookies.GetCookieHeader(HostedServer.Origin));
        using var client = server.Client();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync(patience.Token));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && line is not "data: " and not "data: null")
            {
                return line;
            }
        }

        return "";
    }

    private async Task<(Browser Browser, string Path, RelyingParty Notes)> AtAsync(
        Func<Management.Applications.NewApplication, Management.Applications.NewApplication>? shape = null, IReadOnlyList<string>? uris = null)
    {
        var notes = await server.ApplicationAsync(shape ?? (input => uris is null ? input : input with { RedirectUris = uris }));
        return (await server.ConsoleAsync(ConsoleRole.Administrator), $"/console/default/applications/{notes.Keys.ClientId}/quick-start", notes);
    }

    private async Task<IReadOnlyList<string>> CallbacksAsync(RelyingParty notes) =>
        (await server.Services.GetRequiredService<FindApplication>().RunAsync(server.PoolId, notes.Keys.ClientId, default))!.RedirectUris;
}
