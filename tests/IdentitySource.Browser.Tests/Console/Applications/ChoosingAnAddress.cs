using IdentitySource.Management.Administration;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console.Applications;

public class ChoosingAnAddress(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    [Fact]
    public async Task Whether_it_is_free_is_said_while_it_is_typed()
    {
        var page = await console.OpenAsync("applications/new", ConsoleRole.Administrator);
        var verdict = page.Locator(".field [role=status]");
        await page.GetByLabel("Authentication address").PressSequentiallyAsync("console");
        await Expect(verdict).ToHaveTextAsync("This authentication address is reserved.");
        await page.GetByLabel("Authentication address").PressSequentiallyAsync("-of-ours");
        await Expect(verdict).ToContainTextAsync("Free.");
        await Expect(verdict).ToContainTextAsync("console-of-ours");

        await page.GetByLabel("Application name").FillAsync("Ours");
        await page.GetByLabel("Callback URL").FillAsync("https://ours.example.com/cb");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Ours");
        await page.GotoAsync(ConsoleBrowser.Address("applications/new"));
        await page.GetByLabel("Authentication address").PressSequentiallyAsync("Console-of-ours");
        await Expect(verdict).ToHaveTextAsync("This authentication address is taken.");
    }

    [Fact]
    public async Task Without_scripts_the_form_says_it()
    {
        var page = await console.OpenAsync("applications/new", ConsoleRole.Administrator, new BrowserNewContextOptions { Locale = "en", JavaScriptEnabled = false });
        await Expect(page.Locator("[data-check]")).ToBeHiddenAsync();
        await page.GetByLabel("Application name").FillAsync("Ours");
        await page.GetByLabel("Authentication address").FillAsync("console");
        await page.GetByLabel("Callback URL").FillAsync("https://ours.example.com/cb");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator("#field-address-error")).ToHaveTextAsync("This authentication address is reserved.");
    }
}
