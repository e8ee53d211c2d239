using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>The standing gate: each page in both schemes, both widths and both languages.</summary>
[Collection(GalleryCollection.Name)]
public class EveryHostedPage(GalleryBrowser gallery)
{
    public static TheoryData<string, ColorScheme, int, string> Looks()
    {
        TheoryData<string, ColorScheme, int, string> looks = [];
        foreach (var page in SamplePages.All.Keys)
        {
            looks.Add(page, ColorScheme.Light, 1280, "en");
            looks.Add(page, ColorScheme.Dark, 1280, "zh-Hans");
            looks.Add(page, ColorScheme.Light, 390, "zh-Hans");
            looks.Add(page, ColorScheme.Dark, 390, "en");
        }

        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Is_accessible_quiet_and_fits(string name, ColorScheme scheme, int width, string language)
    {
        var page = await gallery.OpenAsync(new() { ColorScheme = scheme, Locale = language, ViewportSize = new() { Width = width, Height = width == 390 ? 844 : 900 } });
        List<string> complaints = [];
        page.Console += (_, message) => complaints.AddRange(Complaint(message, page.Url));
        page.PageError += (_, error) => complaints.Add(error);
        await page.Context.RouteAsync($"{SamplePages.Elsewhere}**", route => route.FulfillAsync(new() { Status = 204 }));

        // The page that posts on by itself would be gone before it is looked at; what its script does is tested elsewhere.
        await page.Context.RouteAsync("**/form-post*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

        // The single-page application would look for its server.
        await page.Context.RouteAsync("**/demo-spa*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

        await page.GotoAsync($"/gallery/{name}", new() { WaitUntil = WaitUntilState.Load });
        await page.ScreenshotAsync(new() { Path = Screenshots.Path($"{name}-{scheme.ToString().ToLowerInvariant()}-{width}-{language}.png"), FullPage = true });

        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEqual("", await page.TitleAsync());
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.documentElement.clientWidth)"));
        Assert.Empty(complaints);

        var report = await page.RunAxe();
        Assert.Empty(report.Violations.Select(violation => $"{violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}"));
        await page.Context.CloseAsync();
    }

    /// <summary>Chromium remarks on the status of the page itself; a page about an error has one.</summary>
    private static IEnumerable<string> Complaint(IConsoleMessage message, string page) =>
        message.Location.StartsWith(page, StringComparison.Ordinal) && message.Text.Contains("responded with a status of", StringComparison.Ordinal)
            ? []
            : [$"{message.Type}: {message.Text}"];
}
