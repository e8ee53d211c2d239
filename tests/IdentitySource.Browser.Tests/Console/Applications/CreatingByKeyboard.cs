using IdentitySource.TestKit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console.Applications;

/// <summary>From the overview to a new application without a mouse, a mistake included.</summary>
public class CreatingByKeyboard(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    private const int MostTabs = 60;

    [Fact, Spec("WCAG 2.2 §2.1.1")]
    public async Task Every_step_can_be_done_with_the_keyboard()
    {
        var page = await console.OpenAsync("");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Application list");
        await TabToAsync(page, "a[href$='/applications/new']");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Create application");

        await TabToAsync(page, "input[name=type]");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByLabel("Single-page application")).ToBeCheckedAsync();
        await TypeAsync(page, "name", "Keyboard notes");
        await TypeAsync(page, "address", "not an address");
        await TypeAsync(page, "redirect_uris", "http://localhost:5000/cb");
        await page.Keyboard.PressAsync("Enter");

        // The summary of what is wrong has the focus; its link leads to the field.
        await Expect(page.Locator("#faults")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Authentication address")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Application name")).ToHaveValueAsync("Keyboard notes");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("keyboard-notes");
        await TabToAsync(page, "button.primary");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Keyboard notes");
        await Expect(page.Locator("#notice")).ToContainTextAsync("The application is created.");
    }

    private static async Task TypeAsync(IPage page, string name, string text)
    {
        await TabToAsync(page, $"input[name={name}]");
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} is not reached by the Tab key.");
    }
}
