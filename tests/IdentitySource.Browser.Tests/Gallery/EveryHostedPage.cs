using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>The standing gate: each hosted page in both schemes, both widths and both languages.</summary>
[Collection(GalleryCollection.Name)]
public class EveryHostedPage(GalleryBrowser gallery)
{
    public static TheoryData<string, ColorScheme, int, string> Looks()
    {
        TheoryData<string, ColorScheme, int, string> looks = [];
        foreach (var page in SamplePages.All.Keys)
        {
            foreach (var look in StandingGate.Looks)
            {
                looks.Add(page, look.Scheme, look.Width, look.Language);
            }
        }

        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Is_accessible_quiet_and_fits(string name, ColorScheme scheme, int width, string language)
    {
        Look look = new(scheme, width, language);
        var page = await gallery.OpenAsync(look.Options);
        var gate = StandingGate.At(page);
        await page.Context.RouteAsync($"{SamplePages.Elsewhere}**", route => route.FulfillAsync(new() { Status = 204 }));

        // The page that posts on by itself would be gone before it is looked at; what its script does is tested elsewhere.
        await page.Context.RouteAsync("**/form-post*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

        // The single-page application would look for its server.
        await page.Context.RouteAsync("**/demo-spa*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

        await page.GotoAsync($"/gallery/{name}", new() { WaitUntil = WaitUntilState.Load });

        await gate.CheckAsync(name, look);
        await page.Context.CloseAsync();
    }
}
