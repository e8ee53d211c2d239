using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>The standing gate for the console: each of its pages in both languages, schemes and widths.</summary>
public class EveryConsolePage(SamplePool pool) : IClassFixture<SamplePool>
{
    public static TheoryData<string, string> Looks() => StandingGate.Of(ConsolePages.All.Keys);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Is_accessible_quiet_and_fits(string name, string language)
    {
        var sample = ConsolePages.All[name];
        var page = await pool.Console.OpenTabAsync(StandingGate.Looks[language][0]);
        var gate = StandingGate.At(page);
        await pool.Console.GoAsync(page, pool.Fill(sample.Path));
        Assert.DoesNotContain("/sign-in?", page.Url, StringComparison.Ordinal);
        await (sample.Act?.Invoke(page) ?? Task.CompletedTask);
        if (sample.Shows is { } shown)
        {
            await Expect(page.Locator(shown).First).ToBeVisibleAsync();
        }

        await gate.CheckAsync("console-" + name, language);
        await page.CloseAsync();
    }

    [Fact]
    public void Is_in_the_list()
    {
        var shown = ConsolePages.All.Values.Select(page => "/" + ConsoleBrowser.Address(pool.Fill(page.Path)).Split('?')[0].TrimStart('/')).ToList();
        var routes = pool.Console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<PageActionDescriptor>() is not null && route.RoutePattern.RawText!.TrimStart('/').StartsWith("console/", StringComparison.Ordinal));

        Assert.Equal(
            ConsolePages.SeenElsewhere.Order(StringComparer.Ordinal),
            routes.Where(route => !shown.Any(path => Matches(route, path))).Select(route => route.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal));
    }

    private static bool Matches(RouteEndpoint route, string path) =>
        new TemplateMatcher(TemplateParser.Parse(route.RoutePattern.RawText!.TrimStart('/')), []).TryMatch(path, []);
}
