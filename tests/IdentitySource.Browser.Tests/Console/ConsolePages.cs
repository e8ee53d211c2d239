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
        ["users"] = new("users"),
        ["users-none"] = new("users?search=nobody-is-called-that"),
        ["user-new"] = new("users/new"),
        ["user-new-refused"] = new("users/new", async page =>
        {
            await page.Locator("#field-email").FillAsync("ann@-");
            await page.Locator("#field-phone").FillAsync("030");
            await page.Locator("main button").First.ClickAsync();
            await page.Locator("#faults").WaitForAsync();
        }),
        ["user-profile"] = new("users/{user}"),
        ["user-sign-in"] = new("users/{user}/sign-in"),
        ["user-sessions"] = new("users/{user}/sessions"),
        ["user-consents"] = new("users/{user}/consents"),
        ["user-membership"] = new("users/{user}/membership"),
        ["user-delete"] = new("users/{user}/delete"),
        ["groups"] = new("groups"),
        ["group"] = new("groups/staff"),
        ["roles"] = new("roles"),
        ["role"] = new("roles/editor"),
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

/// <param name="Path">As for <see cref="ConsoleBrowser.OpenAsync"/>. <c>{application}</c> and <c>{user}</c> stand for the ids of what <see cref="SamplePool"/> has.</param>
/// <param name="Act">Leads to a state that no address has: a form that was refused, a dialog.</param>
internal sealed record SamplePage(string Path, Func<IPage, Task>? Act = null);
