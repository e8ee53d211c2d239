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
        ["audit-filtered-to-nothing"] = new("audit?kind=demo_removed"),
        ["act"] = new("logs/{act}"),
        ["users"] = new("users"),
        ["users-none"] = new("users?search=nobody-is-called-that"),
        ["user-new"] = new("users/new"),
        ["user-new-refused"] = new("users/new", async page =>
        {
            await page.Locator("#field-phone").FillAsync("030");
            await SendAsync(page, "", "email", "ann@-");
            await page.Locator("#faults").WaitForAsync();
        }),
        ["user-profile"] = new("users/{user}"),
        ["user-sign-in"] = new("users/{user}/sign-in"),
        ["user-sessions"] = new("users/{user}/sessions"),
        ["user-consents"] = new("users/{user}/consents"),
        ["user-membership"] = new("users/{user}/membership"),
        ["user-logs"] = new("users/{user}/logs"),
        ["user-changes"] = new("users/{user}/changes"),
        ["user-delete"] = new("users/{user}/delete"),
        ["user-imports"] = new("users/import"),
        ["user-imports-refused"] = new("users/import", async page =>
        {
            await page.Locator("form[enctype]").EvaluateAsync("form => form.noValidate = true");
            await page.Locator("form[enctype] button").ClickAsync();
            await page.Locator("#faults").WaitForAsync();
        }),
        ["user-import"] = new("users/import/{import}"),
        ["user-import-running"] = new("users/import/{running}"),
        ["groups"] = new("groups"),
        ["group"] = new("groups/staff"),
        ["roles"] = new("roles"),
        ["role"] = new("roles/editor"),
        ["confirm"] = new("/console/confirm"),
        ["applications"] = new("applications"),
        ["applications-none-found"] = new("applications?search=zzz"),
        ["application-new"] = new("applications/new"),
        ["application-new-refused"] = new("applications/new", RefusedAsync),
        ["application-quick-start"] = new("applications/{application}/quick-start"),
        ["application-quick-start-whole"] = new("applications/{application}/quick-start?client=node", RevealAsync),
        ["application-quick-start-obstacle"] = new("applications/{application}/quick-start?client=spa"),
        ["application-configuration"] = new("applications/{application}"),
        ["application-access-keys"] = new("applications/{application}/authorization"),
        ["application-access-keys-issued"] = new("applications/{application}/authorization", page => SendAsync(page, "Create", "remark", "nightly export"), Shows: "#issued"),
        ["application-resources"] = new("applications/{application}/authorization/resources"),
        ["application-rules"] = new("applications/{application}/authorization/rules"),
        ["resources"] = new("resources"),
        ["resource"] = new("resources/of/book"),
        ["resources-rules"] = new("resources/rules"),
        ["resources-scopes"] = new("resources/scopes"),
        ["application-access-control"] = new("applications/{application}/access-control"),
        ["application-access-control-found"] = new("applications/{application}/access-control?kind=Group&search=s"),
        ["application-login-status"] = new("applications/{application}/login-status"),
        ["application-logs"] = new("applications/{application}/logs"),
        ["application-changes"] = new("applications/{application}/changes"),
        ["application-identity-provider"] = new("applications/{application}/identity-provider"),
        ["application-preview"] = new("applications/{application}/preview"),
        ["application-preview-shown"] = new("applications/{application}/preview?user={user}&scope=openid+profile+email+offline_access+nothing"),
        ["application-preview-refused"] = new("applications/{application}/preview?user={user}&scope=profile"),
        ["application-preview-nobody"] = new("applications/{application}/preview?user=nobody-is-called-that"),
        ["application-try"] = new("applications/{application}/try"),
        ["application-try-request"] = new("applications/{application}/try", ShowRequestAsync),
        ["application-try-stray"] = new("applications/{application}/try/callback?state=x"),
        ["application-try-waiting"] = new("applications/{application}/try/callback"),
        ["shortcuts"] = new("", page => page.Keyboard.PressAsync("?")),
        ["menu"] = new("", OpenMenuAsync),
        ["security-keys"] = new("security"),
        ["security-keys-unknown"] = new("security?application=nothing"),
        ["security-policies"] = new("security/policies"),
        ["security-policies-refused"] = new("security/policies", async page =>
        {
            await SendAsync(page, "", "password_min_length", "7");
            await page.Locator("#faults").WaitForAsync();
        }),
        ["security-limits"] = new("security/limits"),
        ["tools"] = new("tools"),
        ["tools-token"] = new("tools/token"),
        ["tools-token-inspected"] = new("tools/token", page => SendAsync(page, "", "token", HostileToken), Shows: "main table"),
        ["tools-token-nothing"] = new("tools/token", page => SendAsync(page, "", "token", "nothing")),
        ["settings-administrators"] = new("settings"),
        ["settings-administrators-refused"] = new("settings", page => SendAsync(page, "Invite", "email", "not-an-address"), Shows: "#faults"),
        ["settings-administrators-invited"] = new("settings", page => SendAsync(page, "Invite", "email", "bartholomew.featherstonehaugh@very-long-company-name.example.com"), Shows: "#invited"),
        ["settings-configuration"] = new("settings/configuration"),
        ["settings-configuration-plan"] = new("settings/configuration", async page =>
        {
            await page.Locator("#field-configuration").FillAsync("""{ "format": 1, "roles": [{ "name": "planned" }], "user_pool": { "single_sign_on": false } }""");
            await page.GetByText("Show the difference").Or(page.GetByText("显示差异")).ClickAsync();
            await page.Locator("#plan").WaitForAsync();
        }),
        ["management-api"] = new("/api"),
        ["management-api-opened"] = new("/api", page => page.EvaluateAsync("document.querySelectorAll('main details').forEach(each => each.open = true)")),
        ["settings-api-keys"] = new("settings/api-keys"),
        ["settings-api-keys-refused"] = new("settings/api-keys", page => SendAsync(page, "Create", "name", "nightly export"), Shows: "#faults"),
        ["settings-api-keys-issued"] = new("settings/api-keys", IssueApiKeyAsync, Shows: "#issued"),
        ["application-delete"] = new("applications/{application}/delete"),
        ["settings-outbox"] = new("settings/outbox"),
        ["settings-outbox-read"] = new("settings/outbox", ReadMailAsync),
        ["settings-outbox-refused"] = new("settings/outbox", page => SendAsync(page, "Test", "recipient", "nobody")),
        ["settings-user-pool"] = new("settings/user-pool"),
        ["settings-about"] = new("settings/about"),
        ["user-pools"] = new("/console/user-pools"),
        ["user-pools-none"] = new("/console/user-pools?search=nothing"),
        ["user-pools-new"] = new("/console/user-pools/new"),
    };

    /// <summary>Routes of pages for those who are not signed in, which <see cref="ComingIn"/> looks at, and of the form that signs out.</summary>
    public static IReadOnlyList<string> SeenElsewhere { get; } = ["console/invitation", "console/sign-in", "console/sign-out"];

    /// <summary>Nobody signed it; its claims are long and try to be more than text.</summary>
    private static string HostileToken => string.Join('.', new[]
    {
        """{"alg":"none","typ":"JWT"}""",
        $$"""{"iss":"https://somewhere.else.example.com/oidc","sub":"{{new string('s', 200)}}","aud":["a","b"],"exp":1700000000,"name":{{System.Text.Json.JsonSerializer.Serialize(Gallery.SamplePages.Hostile)}}}""",
        "",
    }.Select(part => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(part))));

    private static async Task ShowRequestAsync(IPage page)
    {
        await page.Locator("#field-pkce").SelectOptionAsync("none");
        await page.Locator("form:has(#field-pkce) button").ClickAsync();
        await page.Locator("#run").WaitForAsync();
    }

    private static async Task IssueApiKeyAsync(IPage page)
    {
        await page.Locator("input[name=scopes]").First.CheckAsync();
        await SendAsync(page, "Create", "name", "nightly export");
    }

    private static async Task RefusedAsync(IPage page)
    {
        await page.Locator("input[name=name]").FillAsync("Notes");
        await page.Locator("input[name=address]").FillAsync("console");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("#faults").WaitForAsync();
    }

    /// <summary>Fills in one field and presses the button of its form, past what the browser itself would say about it.</summary>
    /// <param name="handler">Of the form; empty for the page's own.</param>
    public static async Task SendAsync(IPage page, string handler, string field, string value)
    {
        var form = page.Locator(handler.Length == 0 ? "main form[method=post]" : $"main form[action*='handler={handler}']").First;
        await form.EvaluateAsync("form => form.noValidate = true");
        await form.Locator($"[name={field}]").FillAsync(value);
        await form.Locator("button:not([type=button])").Last.ClickAsync();
        await ConsoleBrowser.ConfirmAsync(page);
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    private static async Task RevealAsync(IPage page)
    {
        await page.Locator("[aria-labelledby=snippets] form[action*=Reveal] button").ClickAsync();
        await ConsoleBrowser.ConfirmAsync(page);
        await page.Locator("[aria-labelledby=snippets] details > summary").ClickAsync();
    }

    private static async Task ReadMailAsync(IPage page)
    {
        await page.Locator("main form[action*=Read] button").First.ClickAsync();
        await ConsoleBrowser.ConfirmAsync(page);
        await page.Locator("#revealed").WaitForAsync();
    }

    private static async Task OpenMenuAsync(IPage page)
    {
        if (await page.Locator(".menu > summary").IsVisibleAsync())
        {
            await page.Locator(".menu > summary").ClickAsync();
        }
    }
}

/// <param name="Path">As for <see cref="ConsoleBrowser.OpenAsync"/>. <c>{application}</c> and <c>{user}</c> stand for the ids of what <see cref="SamplePool"/> has.</param>
/// <param name="Act">Leads to a state that no address has: a form that was refused, a dialog.</param>
/// <param name="Shows">What is there when the state is what its name says, as a selector.</param>
internal sealed record SamplePage(string Path, Func<IPage, Task>? Act = null, string? Shows = null);
