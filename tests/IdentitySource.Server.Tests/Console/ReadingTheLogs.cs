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
