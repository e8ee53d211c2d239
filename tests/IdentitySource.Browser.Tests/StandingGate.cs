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

    /// <summary>Each language with two opposite looks; together every scheme in every width. The narrow one first, where a menu has to be opened.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Look>> Looks { get; } = new Dictionary<string, IReadOnlyList<Look>>
    {
        ["en"] = [new(ColorScheme.Dark, 390, "en"), new(ColorScheme.Light, 1280, "en")],
        ["zh-Hans"] = [new(ColorScheme.Light, 390, "zh-Hans"), new(ColorScheme.Dark, 1280, "zh-Hans")],
    };

    /// <summary>Every page in every language, for a theory.</summary>
    public static TheoryData<string, string> Of(IEnumerable<string> pages)
    {
        TheoryData<string, string> looks = [];
        foreach (var page in pages)
        {
            foreach (var language in Looks.Keys)
            {
                looks.Add(page, language);
            }
        }

        return looks;
    }

    /// <summary>Listens from here on.</summary>
    public static StandingGate At(IPage page)
    {
        StandingGate gate = new(page);
        page.Console += (_, message) => gate.complaints.AddRange(Complaint(message, page.Url));
        page.PageError += (_, error) => gate.complaints.Add(error);
        return gate;
    }

    /// <summary>Keeps a screenshot of the page that is shown in each look, and judges it.</summary>
    public async Task CheckAsync(string name, string language)
    {
        foreach (var look in Looks[language])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = look.Scheme });
            await page.SetViewportSizeAsync(look.Width, look.Height);
            await CheckAsync(name, look);
        }
    }

    private async Task CheckAsync(string name, Look look)
    {
        await page.ScreenshotAsync(new() { Path = Screenshots.Path($"{name}-{look.Name}.png"), FullPage = true });

        Assert.Equal(look.Language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEqual("", await page.TitleAsync());
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(look.Width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.documentElement.clientWidth)"));
        Assert.Empty(complaints);

        // Once in each scheme and each width: a contrast is the scheme's, and what is reached and named is the width's.
        if (look.Language != "en")
        {
            return;
        }

        var report = await RunAxeAsync();
        Assert.Empty(report.Violations.Select(violation => $"{look.Name}: {violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}"));
    }

    /// <summary>
    /// In the page alone. The way that is not called legacy opens another page beside it and loads axe a second time, to put together
    /// what it found in frames: we have none, and there are hundreds of pages.
    /// </summary>
#pragma warning disable CS0618
    private Task<AxeResult> RunAxeAsync() => page.Locator("html").RunAxeLegacy(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
#pragma warning restore CS0618

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

    public int Height => Width == 390 ? 844 : 900;

    public BrowserNewContextOptions Options => new() { ColorScheme = Scheme, Locale = Language, ViewportSize = new() { Width = Width, Height = Height } };
}
