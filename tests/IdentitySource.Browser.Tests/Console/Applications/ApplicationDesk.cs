using System.Text.RegularExpressions;
using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console.Applications;

/// <summary>What the documents tell an administrator to do with an application, and what its developer does with it then.</summary>
internal sealed class ApplicationDesk(ConsoleBrowser console, IPage page, string address)
{
    private const string Password = "orange clock 17 ladder";

    private static readonly HttpClient Http = new();

    public IPage Page => page;

    public string ClientId { get; private set; } = "";

    private string Callback => console.Server.Origin + "/signed-out";

    /// <summary>"Go to Console &gt; Application &gt; Application List and click Create Application … Finally, click Create."</summary>
    public static async Task<ApplicationDesk> CreateApplicationAsync(ConsoleBrowser console, string name, string type = "Web application")
    {
        var page = await console.OpenAsync("");
        ApplicationDesk desk = new(console, page, $"notes-{Guid.NewGuid():N}"[..20]);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Console" }).GetByText("Applications").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Application list");
        await page.GetByRole(AriaRole.Link, new() { Name = "Create application" }).First.ClickAsync();
        await page.GetByLabel(type, new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Application name").FillAsync(name);
        await page.GetByLabel("Authentication address").FillAsync(desk.Address);
        await page.GetByLabel("Callback URL").FillAsync(type == "Machine" ? "" : desk.Callback);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The application is created." })).ToBeVisibleAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        desk.ClientId = Regex.Match(page.Url, "[0-9a-f]{32}").Value;
        await desk.OpenTabAsync("Configuration");
        return desk;
    }

    private string Address => address;

    /// <summary>A card of the tab that is shown, by its heading.</summary>
    public ILocator Card(string heading) => page.GetByRole(AriaRole.Region, new() { Name = heading, Exact = true });

    public Task OpenTabAsync(string tab) => page.Locator("#main").GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();

    /// <summary>Checks these and nothing else.</summary>
    public async Task CheckAsync(string card, string group, params string[] wanted)
    {
        var boxes = Card(card).GetByRole(AriaRole.Group, new() { Name = group, Exact = true }).GetByRole(AriaRole.Checkbox);
        for (var index = 0; index < await boxes.CountAsync(); index++)
        {
            var box = boxes.Nth(index);
            var value = await box.GetAttributeAsync("value");
            var isWanted = wanted.Contains(value);
            if (isWanted || await box.IsCheckedAsync())
            {
                await box.SetCheckedAsync(isWanted);
            }
        }
    }

    public async Task SaveAsync(string card)
    {
        // That of the card before must not be taken for this one's.
        await page.EvaluateAsync("document.getElementById('notice')?.remove()");
        await Card(card).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
    }

    /// <summary>What the developer copies: at the application's own address, with the secret when it has a method that takes one.</summary>
    public async Task<RelyingParty> KeysAsync(string method = "client_secret_post", string provider = "oidc")
    {
        string? secret = null;
        if (method != "none")
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Reveal the secret" }).ClickAsync();
            await ConsoleBrowser.ConfirmAsync(page);
            secret = await page.Locator("code.secret").InnerTextAsync();
        }

        return new RelyingParty(Http, new RelyingPartyKeys($"{console.Server.Origin}/apps/{address}/{provider}", ClientId, secret, method, Callback));
    }

    /// <summary>The AK and SK of a programmatic access account, as the console shows them this once.</summary>
    public async Task<RelyingParty> CreateAccessKeyAsync()
    {
        await OpenTabAsync("Authorization");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        var issued = Card("Give this to your resource caller").Locator("code");
        return new RelyingParty(
            Http,
            new RelyingPartyKeys($"{console.Server.Origin}/apps/{address}/oidc", await issued.Nth(0).InnerTextAsync(), await issued.Nth(1).InnerTextAsync(), "client_secret_post", Callback));
    }

    /// <summary>Creates a resource with those actions, and one more, and a rule that allows them.</summary>
    public async Task AllowAsync(string accessKey, string resource, string actions)
    {
        await OpenTabAsync("Resources");
        var form = Card("Create a resource");
        await form.GetByLabel("Code").FillAsync(resource);
        await form.GetByLabel("Actions on it").FillAsync(actions + " delete");
        await form.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync("The resource is created.");

        await OpenTabAsync("Rules");
        form = Card("Add a rule");
        await form.GetByLabel("Subject", new() { Exact = true }).FillAsync(accessKey);
        await form.GetByLabel("Resource", new() { Exact = true }).SelectOptionAsync(resource);
        await form.GetByLabel("Actions on it").FillAsync(actions);
        await form.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync("The rule is added.");
    }

    /// <summary>A person signs in and allows it, in a browser that has never been here.</summary>
    /// <returns>What the application is sent.</returns>
    public async Task<IReadOnlyDictionary<string, string>> SignInAsync(string authorizeUrl)
    {
        var person = await PersonAsync();
        var window = await console.Server.OpenAsync();
        await window.GotoAsync(authorizeUrl);
        await window.Locator("#identifier").FillAsync(person.Email);
        await window.Locator("#password").FillAsync(person.Password);
        await window.Keyboard.PressAsync("Enter");
        await window.Locator("button[value=allow]").ClickAsync();
        await window.WaitForURLAsync(url => url.StartsWith(Callback, StringComparison.Ordinal));
        Uri left = new(window.Url);
        await window.Context.CloseAsync();
        var answer = left.Fragment.Length > 1 ? left.Fragment[1..] : left.Query.TrimStart('?');
        return answer.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
    }

    public async Task<Person> PersonAsync()
    {
        var word = $"ann-{Guid.NewGuid():N}"[..16];
        Person person = new($"{word}@acme.test", word, Password);
        var added = await console.Services.GetRequiredService<AddUser>().RunAsync(
            Actor.CommandLine,
            new NewUser { PoolId = console.PoolId, Email = person.Email, EmailVerified = true, Username = word, Password = Password, Name = "Ann" },
            default);
        Assert.Empty(added.Faults);
        return person with { Id = added.Value };
    }
}
