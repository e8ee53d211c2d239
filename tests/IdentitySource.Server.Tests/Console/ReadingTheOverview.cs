using IdentitySource.Management.Administration;
using IdentitySource.Management.Setup;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>The first page of a pool: charts with their numbers, ways to begin, and the demonstration that one button takes away.</summary>
public class ReadingTheOverview(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Address = "/console/default";

    [Fact]
    public async Task Each_chart_is_a_drawing_with_its_days_and_a_table_of_its_numbers()
    {
        await SignInsAsync(3, daysAgo: 29);
        await SignInsAsync(2, daysAgo: 0);

        var page = await (await server.ConsoleAsync(ConsoleRole.Viewer)).GetAsync(Address);

        foreach (var name in new[] { "sign-ins", "active", "new-users" })
        {
            var chart = page.Document.QuerySelector($"section[aria-labelledby={name}] figure")!;
            Assert.NotEmpty(chart.QuerySelector("svg[role=img]")!.GetAttribute("aria-label")!);
            Assert.Equal([Day(29), Day(0)], chart.QuerySelectorAll(".span span").Select(each => each.TextContent));
            Assert.Equal(30, chart.QuerySelectorAll("table tbody tr").Length);
            Assert.All(chart.QuerySelectorAll("thead th"), head => Assert.Equal("col", head.GetAttribute("scope")));
        }

        var active = page.Document.QuerySelector("section[aria-labelledby=active] tbody tr")!;
        Assert.Equal([Day(0), "5", "2"], active.Children.Select(cell => cell.TextContent));
        Assert.Equal("5", page.Document.QuerySelector("section[aria-labelledby=active] .scale")!.TextContent);
    }

    [Fact]
    public async Task A_reason_is_titled_in_words_and_leads_to_its_refusals()
    {
        await WriteAsync(new EventRow { PoolId = server.PoolId, Id = Guid.CreateVersion7(server.Clock.Now), At = server.Clock.Now, Kind = "refusal", Reason = "pkce_mismatch", Reference = "r" });
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);

        var page = await viewer.GetAsync(Address);

        var row = page.Document.QuerySelectorAll("section[aria-labelledby=Refusals] tbody tr").Single(each => each.QuerySelector("code")!.TextContent == "pkce_mismatch");
        Assert.DoesNotContain("pkce_mismatch", row.QuerySelector("a")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(row.QuerySelector("svg rect"));
        Assert.Equal(3, page.Document.QuerySelectorAll("section[aria-labelledby=Refusals] thead th[scope=col]").Length);
        var logs = await viewer.GetAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        Assert.All(logs.Document.QuerySelectorAll("tbody tr"), each => Assert.Contains("pkce_mismatch", each.TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(logs.Document.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task The_demonstration_is_removed_by_an_owner_who_proves_it_and_nobody_else()
    {
        await server.Services.GetRequiredService<AddDemo>().RunAsync(Management.Actor.CommandLine, "https://idp.test", default);
        var viewer = await (await server.ConsoleAsync(ConsoleRole.Viewer)).GetAsync(Address);
        Assert.NotNull(viewer.Document.QuerySelector("#demo"));
        Assert.Null(viewer.Document.QuerySelector("form[action*=RemoveDemo]"));
        var administrator = await server.ConsoleAsync(ConsoleRole.Administrator);
        var token = (await administrator.GetAsync(Address)).Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        Assert.Equal(403, (await administrator.PostAsync($"{Address}?handler=RemoveDemo", [new("form_token", token)])).Status);
        var elsewhere = await server.ConsoleAsync(ConsoleRole.Operator);
        Assert.Empty((await elsewhere.GetAsync("/console/operators")).Document.QuerySelectorAll("#demo"));

        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var page = await owner.GetAsync(Address);
        Assert.NotNull(page.Document.QuerySelector("main form[action*=RemoveDemo] button"));
        var gone = await owner.SubmitProvenAsync(page, new Dictionary<string, string>(), "demo");

        Assert.Equal("The demo data is gone.", gone.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.Null(gone.Document.QuerySelector("#demo"));
        await using var db = await server.DatabaseAsync();
        Assert.Single(db.Events, row => row.Kind == "demo_removed");
    }

    [Fact]
    public async Task What_is_still_to_do_leads_to_where_it_is_done()
    {
        var root = await server.ConsoleAsync(ConsoleRole.Operator);
        await root.SubmitAsync(await root.GetAsync("/console/user-pools/new"), new Dictionary<string, string> { ["name"] = "Fresh", ["slug"] = "fresh" });

        var page = await root.GetAsync("/console/fresh");

        Assert.Equal(
            ["/console/fresh/applications/new", "/console/fresh/users/new", "/console/fresh/applications"],
            page.Document.QuerySelectorAll(".steps a").Select(each => each.GetAttribute("href")));
    }

    private string Day(int ago) => DateOnly.FromDateTime(server.Clock.Now.UtcDateTime.AddDays(-ago)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private Task SignInsAsync(int people, int daysAgo) => WriteAsync([.. Enumerable.Range(0, people).Select(_ => new EventRow
    {
        PoolId = server.PoolId,
        Id = Guid.CreateVersion7(server.Clock.Now.AddDays(-daysAgo)),
        At = server.Clock.Now.AddDays(-daysAgo),
        Kind = "sign_in",
        Success = true,
        UserId = Guid.NewGuid(),
        Reference = "r",
    })]);

    private Task WriteAsync(params EventRow[] rows) => server.Services.GetRequiredService<IBulkRows>().AddEventsAsync(rows, default);
}
