using IdentitySource.Management.Administration;
using IdentitySource.TestKit.Http;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console;

public class ComingIn(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    [Fact]
    public async Task From_the_sign_in_to_the_overview_and_out_again()
    {
        var olga = await console.Services.AdministratorAsync(ConsoleRole.Administrator, console.PoolId);
        var page = await console.Server.OpenAsync();

        await page.GotoAsync("/console");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in to the console");
        await ConsoleBrowser.SignInAsync(page, olga with { Password = "wrong" });
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match");
        await ConsoleBrowser.SignInAsync(page, olga);

        await Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Console" }).GetByText("Overview")).ToHaveAttributeAsync("aria-current", "page");
        await Expect(page.Locator("#main")).ToContainTextAsync(console.Server.Origin + "/oidc");

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Keyboard shortcuts");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You are signed out of the console.");
        await page.GoBackAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in to the console");
    }

    public static TheoryData<string, string> Doors() => StandingGate.Of(["sign-in", "invitation"]);

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Its_doors_are_accessible_quiet_and_fit(string door, string language)
    {
        var page = await console.Server.OpenAsync(StandingGate.Looks[language][0].Options);
        var gate = StandingGate.At(page);
        await page.GotoAsync("/console/" + door);
        Assert.EndsWith("/" + door, new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);

        await gate.CheckAsync("console-" + door, language);
        await page.Context.CloseAsync();
    }
}
