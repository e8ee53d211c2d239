using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>The standing gate: each hosted page in both schemes, both widths and both languages.</summary>
[Collection(GalleryCollection.Name)]
public class EveryHostedPage(GalleryBrowser gallery)
{
    public static TheoryData<string, string> Looks() => StandingGate.Of(SamplePages.All.Keys);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Is_accessible_quiet_and_fits(string name, string language)
    {
        var page = await gallery.OpenAsync(StandingGate.Looks[language][0].Options);
        var gate = StandingGate.At(page);
        await page.Context.RouteAsync($"{SamplePages.Elsewhere}**", route => route.AbortAsync(RequestAbortErrorCode.Aborted));

        // The page that posts on by itself would be gone before it is looked at; what its script does is tested elsewhere.
        await page.Context.RouteAsync("**/form-post*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

        // The single-page application would look for its server.
        await page.Context.RouteAsync("**/demo-spa*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

        await page.GotoAsync($"/gallery/{name}", new() { WaitUntil = WaitUntilState.Load });

        await gate.CheckAsync(name, language);
        await page.Context.CloseAsync();
    }
}
