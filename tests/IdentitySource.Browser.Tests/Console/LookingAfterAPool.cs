using IdentitySource.Management.Administration;
using IdentitySource.TestKit.Http;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>What an operator does once: make a pool, invite its owner, who comes in and looks after it.</summary>
public class LookingAfterAPool(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    [Fact]
    public async Task From_a_new_pool_to_its_owner_who_rotates_a_key()
    {
        var page = await console.OpenAsync("/console/user-pools");
        await page.GetByRole(AriaRole.Link, new() { Name = "New user pool" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Globex");
        await page.GetByLabel("In addresses").FillAsync("globex");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync("The user pool is there.");
        Assert.EndsWith("/console/globex", page.Url, StringComparison.Ordinal);

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("e");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Administrators");
        await page.GetByLabel("E-mail address").FillAsync("gus@globex.test");
        await page.Locator("#field-role").SelectOptionAsync("owner");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await ConsoleBrowser.ConfirmAsync(page);
        await Expect(page.Locator("#invited")).ToHaveTextAsync("gus@globex.test is invited");
        var link = await page.Locator("code.secret").InnerTextAsync();

        var gus = await console.Server.OpenAsync();
        await gus.GotoAsync(link);
        await gus.Locator("#password").FillAsync(ConsoleSteps.Password);
        await gus.Keyboard.PressAsync("Enter");
        await Expect(gus.Locator("h1")).ToHaveTextAsync("Overview");
        await Expect(gus.Locator(".side .pool")).ToContainTextAsync("Globex");
        await Expect(gus.GetByRole(AriaRole.Link, new() { Name = "User pools" })).ToHaveCountAsync(0);

        await gus.GetByRole(AriaRole.Link, new() { Name = "Security" }).ClickAsync();
        await gus.GetByRole(AriaRole.Button, new() { Name = "Rotate now RS256" }).ClickAsync();
        await ConsoleBrowser.ConfirmAsync(gus);
        await Expect(gus.Locator("#notice")).ToContainTextAsync("The keys have moved on.");
        await Expect(gus.GetByRole(AriaRole.Region, new() { Name = "Keys for RS256" }).GetByText("retired")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_works_without_scripts()
    {
        var olga = await console.Services.AdministratorAsync(ConsoleRole.Owner, console.PoolId);
        var page = await console.Server.OpenAsync(new() { JavaScriptEnabled = false, Locale = "en", ViewportSize = new() { Width = 390, Height = 844 } });
        await page.GotoAsync("/console/default/settings");
        await ConsoleBrowser.SignInAsync(page, olga);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Administrators");

        await page.Locator("summary", new() { HasText = "Menu" }).ClickAsync();
        await page.Locator(".bar").GetByRole(AriaRole.Link, new() { Name = "Security" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Limits" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign-in limits");
        await page.Locator(".bar").GetByText("Menu").ClickAsync();
        await page.Locator(".bar").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in to the console");
    }
}
