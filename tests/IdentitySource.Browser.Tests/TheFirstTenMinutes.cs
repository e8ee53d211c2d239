using IdentitySource.TestKit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests;

/// <summary>What an operator does first: follow the set-up link, sign in to the demo application, see the claims, sign out.</summary>
public class TheFirstTenMinutes(BrowserServer server) : IClassFixture<BrowserServer>
{
    [Fact, Spec("OIDC Core §3.1")]
    public async Task From_the_set_up_link_to_signed_out()
    {
        var page = await server.OpenAsync();
        var link = await server.SetupLinkAsync();

        await page.GotoAsync(link);
        await Shot(page, "1-set-up");
        await page.GetByLabel("Email").FillAsync("operator@acme.test");
        await page.Locator("input[name=password]").FillAsync("a long enough secret");
        await Expect(page.Locator("input[name=demo]")).ToBeCheckedAsync();
        await page.Locator("form:has(input[name=password]) button:not([type=button])").ClickAsync();
        await Expect(page.GetByText("ada@demo.example")).ToBeVisibleAsync();
        await Shot(page, "2-set-up-done");
        var password = await DemoPasswordAsync(page);
        await OpenConsoleAsync(page);

        await page.GotoAsync("/demo/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        await Shot(page, "3-sign-in");
        await page.Locator("#identifier").FillAsync("ada@demo.example");
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("button[value=allow]")).ToBeVisibleAsync();
        await Shot(page, "4-consent");
        await page.Locator("button[value=allow]").ClickAsync();

        await Expect(page.Locator("#claims")).ToContainTextAsync("ada@demo.example");
        await Expect(page.Locator("#userinfo")).ToContainTextAsync("Ada Lovelace");
        await Shot(page, "5-demo-signed-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Refresh the tokens" }).ClickAsync();
        await Expect(page.Locator("#claims")).ToContainTextAsync("ada@demo.example");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Shot(page, "6-demo-signed-out");

        await TrySpaAsync(page, password);

        await page.GotoAsync("/signed-out");
        await Shot(page, "8-signed-out");
        await page.GotoAsync(link);
        await Expect(page.Locator("input[name=password]")).ToHaveCountAsync(0);
        await Shot(page, "9-set-up-link-used");
    }

    private static async Task OpenConsoleAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the console" }).ClickAsync();
        await page.Locator("#identifier").FillAsync("operator@acme.test");
        await page.Locator("#password").FillAsync("a long enough secret");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
    }

    private static async Task TrySpaAsync(IPage page, string password)
    {
        await page.GotoAsync("/demo/spa");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("#identifier").FillAsync("ada@demo.example");
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("button[value=allow]").ClickAsync();
        await Expect(page.Locator("#claims")).ToContainTextAsync("Ada Lovelace");
        await Shot(page, "7-spa-signed-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static async Task<string> DemoPasswordAsync(IPage page)
    {
        var text = await page.Locator("main").InnerTextAsync();
        return System.Text.RegularExpressions.Regex.Match(text, "[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}").Value;
    }

    private static Task<byte[]> Shot(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Gallery.Screenshots.Path($"first-ten-minutes-{name}.png"), FullPage = true });
}
