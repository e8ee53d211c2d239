using IdentitySource.Management.Administration;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console;

public class AddingAUser(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    [Fact]
    public async Task From_the_empty_list_to_a_person_who_is_blocked_found_and_deleted()
    {
        var page = await console.OpenAsync("users", ConsoleRole.Administrator);
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a user" }).First.ClickAsync();
        await page.GetByLabel("Username").FillAsync("grace");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Grace Hopper");
        await page.GetByLabel("Password").FillAsync("correct horse 42 staple");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Grace Hopper");

        await page.GetByLabel("Company").FillAsync("Navy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync("The changes were saved.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign-in methods" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Block", Exact = true }).ClickAsync();
        await Expect(page.Locator(".title .badge")).ToHaveTextAsync("Blocked");

        await page.GotoAsync(ConsoleBrowser.Address("users"));
        await page.GetByLabel("Search").FillAsync("GRACE H");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Grace Hopper" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByLabel("Type grace to confirm").FillAsync("grace");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete user" }).ClickAsync();
        await ConsoleBrowser.ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToContainTextAsync("The user was deleted.");
    }
}
