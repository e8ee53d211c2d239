using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using IdentitySource.Browser.Tests.Gallery;
using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests;

/// <summary>What every page has to be: accessible, quiet, titled, in the wanted language, and no wider than the window.</summary>
internal sealed class StandingGate
{
    private readonly IPage page;
    private readonly List<string> complaints = [];

    private StandingGate(IPage page) => this.page = page;

    /// <summary>Both schemes, both widths and both languages, without every combination.</summary>
    public static IEnumerable<Look> Looks { get; } =
    [
        new(ColorScheme.Light, 1280, "en"), new(ColorScheme.Dark, 1280, "zh-Hans"), new(ColorScheme.Light, 390, "zh-Hans"), new(ColorScheme.Dark, 390, "en"),
    ];

    /// <summary>For the many pages of one frame: each scheme, width and language once.</summary>
    public static IEnumerable<Look> OppositeLooks { get; } = [new(ColorScheme.Light, 1280, "en"), new(ColorScheme.Dark, 390, "zh-Hans")];

    /// <summary>Listens from here on.</summary>
    public static StandingGate At(IPage page)
    {
        StandingGate gate = new(page);
        page.Console += (_, message) => gate.complaints.AddRange(Complaint(message, page.Url));
        page.PageError += (_, error) => gate.complaints.Add(error);
        return gate;
    }

    /// <summary>Keeps a screenshot and judges the page that is shown.</summary>
    public async Task CheckAsync(string name, Look look)
    {
        await page.ScreenshotAsync(new() { Path = Screenshots.Path($"{name}-{look.Name}.png"), FullPage = true });

        Assert.Equal(look.Language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEqual("", await page.TitleAsync());
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(look.Width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.documentElement.clientWidth)"));
        Assert.Empty(complaints);

        var report = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        Assert.Empty(report.Violations.Select(violation => $"{violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}"));
    }

    /// <summary>Chromium remarks on the status of the page itself; a page about an error has one.</summary>
    private static IEnumerable<string> Complaint(IConsoleMessage message, string page) =>
        message.Location.StartsWith(page, StringComparison.Ordinal) && message.Text.Contains("responded with a status of", StringComparison.Ordinal)
            ? []
            : [$"{message.Type}: {message.Text}"];
}

/// <summary>How a page is looked at.</summary>
public sealed record Look(ColorScheme Scheme, int Width, string Language)
{
    public string Name => $"{Scheme.ToString().ToLowerInvariant()}-{Width}-{Language}";

    public BrowserNewContextOptions Options => new() { ColorScheme = Scheme, Locale = Language, ViewportSize = new() { Width = Width, Height = Width == 390 ? 844 : 900 } };
}
