using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>The server and Chromium, with people signed in to the console: one of each role, who signs in when first needed.</summary>
public sealed class ConsoleBrowser : IAsyncLifetime
{
    private readonly Dictionary<ConsoleRole, Person> people = [];
    private readonly Dictionary<ConsoleRole, string> signedIn = [];
    private readonly Dictionary<Look, IBrowserContext> windows = [];

    public BrowserServer Server { get; } = new();

    public IServiceProvider Services => Server.Services;

    /// <summary>The default pool.</summary>
    public Guid PoolId { get; private set; }

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        PoolId = (await Services.GetRequiredService<FindPool>().RunAsync("default", default)).Value;
    }

    public Task DisposeAsync() => Server.DisposeAsync();

    /// <summary>A page of the console in a window of its own, as somebody with the role: <c>OpenAsync("applications/new")</c>.</summary>
    /// <param name="path">Below the default pool, or from <c>/</c> on.</param>
    public async Task<IPage> OpenAsync(string path, ConsoleRole role = ConsoleRole.Operator, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions { Locale = "en" };
        options.StorageState = signedIn.GetValueOrDefault(role);
        var page = await Server.OpenAsync(options);
        await page.GotoAsync(Address(path), new() { WaitUntil = WaitUntilState.Load });
        if (IsSignIn(page.Url))
        {
            await EnterAsync(page, role);
        }

        return page;
    }

    /// <summary>An empty tab in the window of a look, which an operator is signed in to once: hundreds of pages are looked at.</summary>
    public async Task<IPage> OpenTabAsync(Look look)
    {
        if (!windows.TryGetValue(look, out var window))
        {
            window = (await OpenAsync("settings/about", options: look.Options)).Context;
            windows.Add(look, window);
        }

        return await window.NewPageAsync();
    }

    /// <summary>Goes there in a tab; who answered a confirmation in one window got another handle, and left the others without.</summary>
    public async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(Address(path), new() { WaitUntil = WaitUntilState.Load });
        if (IsSignIn(page.Url))
        {
            await EnterAsync(page, ConsoleRole.Operator);
        }
    }

    public static string Address(string path) => path.StartsWith('/') ? path : $"/console/default/{path}".TrimEnd('/');

    /// <summary>Fills in the sign-in page that is shown.</summary>
    public static async Task SignInAsync(IPage page, Person person)
    {
        await page.Locator("#identifier").FillAsync(person.Email);
        await page.Locator("#password").FillAsync(person.Password);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Answers the question that comes before a sensitive act, if it is asked.</summary>
    public static async Task ConfirmAsync(IPage page)
    {
        if (await page.Locator("#confirm").CountAsync() > 0)
        {
            await page.Locator("#confirm").FillAsync(ConsoleSteps.Password);
            await page.Keyboard.PressAsync("Enter");
        }
    }

    private static bool IsSignIn(string url) => new Uri(url).AbsolutePath == "/console/sign-in";

    /// <summary>The first time, and again whenever a window was asked who it is: it got another handle then, and left the others without.</summary>
    private async Task EnterAsync(IPage page, ConsoleRole role)
    {
        if (!people.TryGetValue(role, out var person))
        {
            people[role] = person = await Services.AdministratorAsync(role, PoolId);
        }

        await SignInAsync(page, person);
        await page.WaitForURLAsync(url => !IsSignIn(url));
        signedIn[role] = await page.Context.StorageStateAsync();
    }
}
