using System.Net;
using IdentitySource.Management.Administration;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>The logs and the audit trail in the console.</summary>
public class ReadingTheLogs(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task A_refusal_is_found_by_its_reference_and_explained()
    {
        var row = await WriteAsync(row => (row.Reason, row.Reference, row.Detail) =
            ("pkce_mismatch", "k3m9x2a7b1c4", """{"error":"invalid_grant","evidence":[{"name":"method","value":"S256"}]}"""));
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var list = await viewer.GetAsync("/console/default/logs?find=k3m9x2a7b1c4");
        var detail = await viewer.GetAsync($"/console/default/logs/{row.Id:N}");

        Assert.Single(list.Document.QuerySelectorAll("tbody tr"));
        Assert.Contains("pkce_mismatch", detail.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("S256", detail.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(detail.Document.QuerySelector("#why"));
    }

    [Fact]
    public async Task What_strangers_sent_is_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)>";
        var row = await WriteAsync(row => (row.Kind, row.UserAgent, row.Detail) = (Hostile, Hostile, $$"""{"evidence":[{"name":"given","value":"{{Hostile}}"}]}"""));
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var detail = await viewer.GetAsync($"/console/default/logs/{row.Id:N}");

        Assert.Empty(detail.Document.QuerySelectorAll("main img"));
        Assert.Equal(Hostile, detail.Document.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Another_pool_s_event_is_not_there()
    {
        var row = await WriteAsync(row => row.Reference = "elsewhere123", poolId: await server.PoolAsync(UserPool.OperatorsSlug));
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        Assert.Equal(404, (await viewer.GetAsync($"/console/default/logs/{row.Id:N}")).Status);
        Assert.Empty((await viewer.GetAsync("/console/default/logs?find=elsewhere123")).Document.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task The_audit_trail_names_who_did_it()
    {
        await server.ApplicationAsync();
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var audit = await viewer.GetAsync("/console/default/audit");

        Assert.Contains(audit.Document.QuerySelectorAll("tbody tr"), line =>
            line.TextContent.Contains("Application created", StringComparison.Ordinal) && line.TextContent.Contains("Command line", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_the_list_leads_to_the_next()
    {
        foreach (var _ in Enumerable.Range(0, 51))
        {
            await WriteAsync(row => row.Reason = "paged_reason");
        }

        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var first = await viewer.GetAsync("/console/default/logs?find=paged_reason");
        var second = await viewer.GetAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal((50, 1), (first.Document.QuerySelectorAll("tbody tr").Length, second.Document.QuerySelectorAll("tbody tr").Length));
        Assert.Null(second.Document.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task Events_are_found_by_the_name_of_their_application_and_of_their_person()
    {
        var (ann, other, notes) = (await server.PersonAsync(), await server.PersonAsync(), await server.ApplicationAsync());
        var application = Guid.ParseExact(notes.Keys.ClientId, "N");
        await WriteAsync(row => (row.Kind, row.UserId, row.ApplicationId, row.Reference) = ("sign_in", ann.Id, application, "byname000001"));
        await WriteAsync(row => (row.Kind, row.UserId, row.Reference) = ("sign_in", other.Id, "byname000002"));
        await using var db = await server.DatabaseAsync();
        var (email, name) = (db.Users.Single(row => row.Id == ann.Id).Email!, db.Applications.Single(row => row.Id == application).Address);
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        Assert.Equal(["byname000001"], await ReferencesAsync(viewer, $"person={Uri.EscapeDataString(email)}"));
        Assert.Equal(["byname000001"], await ReferencesAsync(viewer, $"application={name}"));
        Assert.Equal(["byname000001"], await ReferencesAsync(viewer, $"application={name}&person={ann.Id:N}"));
        Assert.Empty(await ReferencesAsync(viewer, $"application={name}&person={other.Id:N}"));
        Assert.Empty(await ReferencesAsync(viewer, "person=nobody-is-called-that"));
        Assert.Empty(await ReferencesAsync(viewer, "application=nothing-is-called-that"));
        var filtered = await viewer.GetAsync($"/console/default/logs?person={Uri.EscapeDataString(email)}");
        Assert.Contains($"person={ann.Id:N}", filtered.Document.QuerySelector("table")!.GetAttribute("data-live"), StringComparison.Ordinal);
        Assert.Equal(email, filtered.Document.QuerySelector("#field-person")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_event_leads_to_its_person_and_its_application()
    {
        var (ann, notes) = (await server.PersonAsync(), await server.ApplicationAsync());
        var row = await WriteAsync(row => (row.Kind, row.UserId, row.ApplicationId) = ("sign_in", ann.Id, Guid.ParseExact(notes.Keys.ClientId, "N")));
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var links = (await viewer.GetAsync($"/console/default/logs/{row.Id:N}")).Document.QuerySelectorAll("#what ~ dl a").Select(each => each.GetAttribute("href")).ToList();

        Assert.Equal([$"/console/default/users/{ann.Id:N}", $"/console/default/applications/{notes.Keys.ClientId}"], links);
        Assert.All(links, link => Assert.Equal(200, viewer.GetAsync(link!).Result.Status));
    }

    [Fact]
    public async Task A_list_without_events_has_a_table_for_those_that_come()
    {
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var page = await viewer.GetAsync("/console/default/logs?find=nothing_at_all");
        var past = await viewer.GetAsync("/console/default/logs?find=nothing_at_all&until=2001-01-01");

        var region = page.Document.QuerySelector("[role=region]:has(table[data-live])")!;
        Assert.True(region.HasAttribute("hidden"));
        Assert.Equal(("Succeeded", "Refused"), (region.QuerySelector("table")!.GetAttribute("data-ok"), region.QuerySelector("table")!.GetAttribute("data-failed")));
        Assert.NotNull(page.Document.QuerySelector("template#live-row"));
        Assert.Empty(past.Document.QuerySelectorAll("table, template"));
    }

    [Fact]
    public async Task Changes_are_found_by_who_made_them_what_they_are_and_what_they_are_about()
    {
        var (owner, ann) = (await server.Services.AdministratorAsync(ConsoleRole.Owner, server.PoolId), await server.PersonAsync());
        var made = await ActAsync("user_blocked", owner.Id, ann.Id);
        var other = await ActAsync("user_unblocked", null, ann.Id);
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        Assert.Equal([made], await ActsAsync(viewer, $"administrator={owner.Id:N}"));
        Assert.Equal([other], await ActsAsync(viewer, $"kind=user_unblocked&person={ann.Id:N}"));
        Assert.Superset(new HashSet<string> { other, made }, (await ActsAsync(viewer, $"person={ann.Id:N}")).ToHashSet());
        Assert.Empty(await ActsAsync(viewer, "until=2001-01-01"));
        var page = await viewer.GetAsync("/console/default/audit");
        Assert.Contains("user_blocked", page.Document.QuerySelectorAll("#field-kind option").Select(each => each.GetAttribute("value")));
        Assert.DoesNotContain(page.Document.QuerySelectorAll("#field-kind option"), each => each.GetAttribute("value") is "sign_in" or "actor_server");
        var act = await viewer.GetAsync($"/console/default/logs/{made}");
        Assert.Matches("^User blocked: .+, by .+[.]$", act.Document.QuerySelector("main .lead")!.TextContent.Trim());
    }

    [Fact]
    public async Task Whoever_did_something_can_be_chosen_and_operators_choose_among_all_operators()
    {
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        var (acting, resting) = (await server.Services.AdministratorAsync(ConsoleRole.Operator, operators), await server.Services.AdministratorAsync(ConsoleRole.Operator, operators));
        var (gone, ann) = (Guid.NewGuid(), await server.PersonAsync());
        await ActAsync("user_blocked", acting.Id, ann.Id);
        await ActAsync("user_unblocked", gone, ann.Id);

        var viewer = await OptionsAsync(await server.ConsoleAsync(ConsoleRole.Viewer));
        var all = await OptionsAsync(await server.ConsoleAsync(ConsoleRole.Operator));

        Assert.Equal((acting.Email, $"{gone:N}", false), (viewer[$"{acting.Id:N}"], viewer[$"{gone:N}"], viewer.ContainsKey($"{resting.Id:N}")));
        Assert.Equal(resting.Email, all[$"{resting.Id:N}"]);

        async Task<Dictionary<string, string>> OptionsAsync(Browser browser) => (await browser.GetAsync("/console/default/audit")).Document
            .QuerySelectorAll("#field-administrator option").ToDictionary(each => each.GetAttribute("value")!, each => each.TextContent.Trim());
    }

    private async Task<string> ActAsync(string kind, Guid? administrator, Guid about) => (await WriteAsync(row =>
    {
        (row.Kind, row.Administrative, row.Success, row.UserId) = (kind, true, true, about);
        row.Detail = administrator is { } id ? $$"""{"actor":"administrator","administrator":"{{id:N}}"}""" : """{"actor":"command_line"}""";
    })).Id.ToString("N");

    private static async Task<IEnumerable<string>> ReferencesAsync(Browser viewer, string filter) =>
        (await viewer.GetAsync("/console/default/logs?" + filter)).Document.QuerySelectorAll("tbody tr td:last-child").Select(each => each.TextContent).Where(each => each.StartsWith("byname", StringComparison.Ordinal));

    private static async Task<IEnumerable<string>> ActsAsync(Browser viewer, string filter) =>
        (await viewer.GetAsync("/console/default/audit?" + filter)).Document.QuerySelectorAll("tbody tr a").Select(each => each.GetAttribute("href")!.Split('/')[^1]);

    private async Task<EventRow> WriteAsync(Action<EventRow> shape, Guid? poolId = null)
    {
        EventRow row = new()
        {
            PoolId = poolId ?? server.PoolId,
            Id = Guid.CreateVersion7(server.Clock.Now),
            At = server.Clock.Now,
            Kind = "refusal",
            Reference = "r",
        };
        shape(row);
        await server.Services.GetRequiredService<IBulkRows>().AddEventsAsync([row], default);
        return row;
    }
}
