using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>Whoever looks at the logs sees what happens meanwhile, also where nothing had happened yet.</summary>
public class WatchingTheLogs(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    [Fact]
    public async Task An_empty_list_grows_by_the_first_event_and_all_times_look_alike()
    {
        var page = await console.OpenAsync("logs?find=live_reason");
        await Expect(page.GetByText("New events appear by themselves.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(page.GetByText("Nothing here")).ToBeVisibleAsync();

        var first = await RefuseAsync("<b>first</b>");

        var row = page.Locator("tbody tr");
        await Expect(row).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Expect(page.GetByText("Nothing here")).ToHaveCountAsync(0);
        await Expect(row.Locator(".badge.bad")).ToHaveTextAsync("Refused");
        await Expect(row.Locator("code").Last).ToHaveTextAsync(first.Reference);
        var live = await TimeAsync(row.First);

        var second = await RefuseAsync("second");
        await Expect(row).ToHaveCountAsync(2, new() { Timeout = 20_000 });
        await Expect(row.First.Locator("code").Last).ToHaveTextAsync(second.Reference);
        await page.ReloadAsync();
        Assert.Equal(live, await TimeAsync(row.Last));
        await row.Last.Locator("a").ClickAsync();
        Assert.EndsWith(first.Id.ToString("N"), page.Url, StringComparison.Ordinal);
    }

    /// <summary>What is shown, and the UTC time behind it.</summary>
    private static async Task<(string Text, string? Title)> TimeAsync(ILocator row) =>
        (await row.Locator("time").InnerTextAsync(), await row.Locator("time").GetAttributeAsync("title"));

    private async Task<EventRow> RefuseAsync(string reference)
    {
        var now = TimeProvider.System.GetUtcNow();
        EventRow row = new() { PoolId = console.PoolId, Id = Guid.CreateVersion7(now), At = now, Kind = "refusal", Reason = "live_reason", Reference = reference };
        await console.Services.GetRequiredService<IBulkRows>().AddEventsAsync([row], default);
        return row;
    }
}
