using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console.Applications;

/// <summary>From the list of applications to the decoded tokens, in a real browser and a new tab of it.</summary>
public class TryingASignIn(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    [Fact]
    public async Task With_a_code_and_pkce_the_tokens_are_decoded_at_the_end()
    {
        var desk = await ApplicationDesk.CreateApplicationAsync(console, "Try with a code");
        await desk.Card("App ID and App Secret").GetByRole(AriaRole.Link, new() { Name = "Try sign-in" }).ClickAsync();
        await RegisterAsync(desk.Page);
        await ShowAsync(desk.Page, "code");

        var tab = await SignInAsync(desk.Page, await desk.PersonAsync());
        await Expect(tab.Locator("#curl-token")).ToContainTextAsync("code_verifier=");
        await Expect(tab.Locator("#userinfo")).ToContainTextAsync("@acme.test");
        await Expect(tab.Locator(".inspection h2")).ToHaveTextAsync(["ID token", "Access token of a person"]);
        await Expect(tab.Locator(".inspection .badge.bad")).ToHaveCountAsync(0);
        Assert.DoesNotContain("code=", tab.Url, StringComparison.Ordinal);
        await tab.ScreenshotAsync(new() { Path = Gallery.Screenshots.Path("console-try-code.png"), FullPage = true });
    }

    [Fact]
    public async Task What_stands_in_the_fragment_is_brought_by_the_script()
    {
        var address = $"try-{Guid.NewGuid():N}"[..20];
        var made = await console.Services.GetRequiredService<CreateApplication>().RunAsync(
            Actor.CommandLine,
            new NewApplication
            {
                PoolId = console.PoolId,
                Name = "Try in the fragment",
                Address = address,
                RedirectUris = ["https://rp.acme.test/cb"],
                GrantTypes = ["implicit"],
                ResponseTypes = ["id_token token"],
            },
            default);
        var page = await console.OpenAsync($"applications/{made.Value!.ClientId}/try");
        await RegisterAsync(page);
        await ShowAsync(page, "id_token token");

        var tab = await SignInAsync(page, await new ApplicationDesk(console, page, address).PersonAsync());
        await Expect(tab.Locator(".inspection h2")).ToHaveTextAsync(["ID token", "Access token of a person"]);
        Assert.DoesNotContain("#", tab.Url, StringComparison.Ordinal);
    }

    private static async Task RegisterAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it to the callback URLs" }).ClickAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync("The callback of the console is registered.");
    }

    private static async Task ShowAsync(IPage page, string responseType)
    {
        await page.GetByLabel("Return type").SelectOptionAsync(responseType);
        if (!responseType.Contains("code", StringComparison.Ordinal))
        {
            await page.GetByLabel("PKCE").SelectOptionAsync("none");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Show the request" }).ClickAsync();
        await Expect(page.Locator("#run")).ToBeVisibleAsync();
    }

    private static async Task<IPage> SignInAsync(IPage page, Person person)
    {
        var tab = await page.Context.RunAndWaitForPageAsync(() => page.Locator("#run").ClickAsync());
        await tab.Locator("#identifier").FillAsync(person.Email);
        await tab.Locator("#password").FillAsync(person.Password);
        await tab.Keyboard.PressAsync("Enter");
        await tab.Locator("button[value=allow]").ClickAsync();
        await Expect(tab.Locator("#redirect")).ToBeVisibleAsync();
        return tab;
    }
}
