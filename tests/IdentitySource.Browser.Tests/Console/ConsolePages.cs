using Microsoft.Playwright;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>
/// Every page of the console that <see cref="EveryConsolePage"/> looks at, by the name of its screenshots: a path below the default
/// pool, and what is done there before it is looked at.
/// </summary>
internal static class ConsolePages
{
    public static IReadOnlyDictionary<string, SamplePage> All { get; } = new Dictionary<string, SamplePage>
    {
        ["overview"] = new(""),
        ["logs"] = new("logs"),
        ["logs-filtered-to-nothing"] = new("logs?find=nothing_at_all"),
        ["event"] = new("logs/{event}"),
        ["audit"] = new("audit"),
        ["act"] = new("logs/{act}"),
        ["confirm"] = new("/console/confirm"),
        ["applications"] = new("applications"),
        ["applications-none-found"] = new("applications?search=zzz"),
        ["application-new"] = new("applications/new"),
        ["application-new-refused"] = new("applications/new", RefusedAsync),
        ["application-configuration"] = new("applications/{application}"),
        ["application-access-keys"] = new("applications/{application}/authorization"),
        ["application-resources"] = new("applications/{application}/authorization/resources"),
        ["application-rules"] = new("applications/{application}/authorization/rules"),
        ["application-login-status"] = new("applications/{application}/login-status"),
        ["application-identity-provider"] = new("applications/{application}/identity-provider"),
    };

    private static async Task RefusedAsync(IPage page)
    {
        await page.Locator("input[name=name]").FillAsync("Notes");
        await page.Locator("input[name=address]").FillAsync("console");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("#faults").WaitForAsync();
    }
}

/// <param name="Path">As for <see cref="ConsoleBrowser.OpenAsync"/>. <c>{application}</c> stands for the id of the application that <see cref="SamplePool"/> has.</param>
/// <param name="Act">Leads to a state that no address has: a form that was refused, a dialog.</param>
internal sealed record SamplePage(string Path, Func<IPage, Task>? Act = null);
