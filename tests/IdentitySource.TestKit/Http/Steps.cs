namespace IdentitySource.TestKit.Http;

/// <summary>What people do at our pages.</summary>
public static class Steps
{
    public static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public static Dictionary<string, string> Pair(string identifier, string password) => new() { ["identifier"] = identifier, ["password"] = password };

    /// <summary>Types the pair into the sign-in page that is shown.</summary>
    public static Task<Visit> SignInAsync(this Browser browser, Visit page, Person person) => browser.SubmitAsync(page, Pair(person.Email, person.Password));

    /// <summary>Goes where the application sends the person, and signs in there.</summary>
    public static async Task<Visit> SignInAsync(this Browser browser, string address, Person person) =>
        await browser.SignInAsync(await browser.GetAsync(address), person);

    /// <summary>An application, and Ann, who has signed in to it a second ago.</summary>
    public static async Task<SignedIn> SignedInAsync(this HostedServer server, Func<Management.Applications.NewApplication, Management.Applications.NewApplication>? shape = null)
    {
        SignedIn all = new(shape is null ? await server.NotesAsync() : await server.ApplicationAsync(shape), server.Browser(), await server.AnnAsync());
        await all.Browser.SignInAsync(all.Application.AuthorizeUrl(), all.Person);
        server.Clock.AdvanceSeconds(1);
        return all;
    }

    public static Task<Visit> AllowAsync(this Browser browser, Visit page) => browser.SubmitAsync(page, Nothing, "allow");

    public static Task<Visit> DenyAsync(this Browser browser, Visit page) => browser.SubmitAsync(page, Nothing, "deny");

    /// <summary>Picks the account of that person, or <c>other</c>.</summary>
    public static Task<Visit> ChooseAsync(this Browser browser, Visit page, string shown)
    {
        var button = shown == "other" ? shown : page.Document.QuerySelectorAll("button[name=account]")
            .First(each => each.TextContent.Contains(shown, StringComparison.Ordinal)).GetAttribute("value");
        return browser.SubmitAsync(page, Nothing, button);
    }

    /// <summary>What the application learns without a page: whether somebody is signed in.</summary>
    public static async Task<string> SilentAsync(this Browser browser, RelyingParty application, params (string Name, string? Value)[] changes)
    {
        var visit = await browser.GetAsync(application.AuthorizeUrl([("prompt", "none"), .. changes]));
        return visit.Answer.TryGetValue("error", out var error) ? error : "code";
    }

    /// <summary>The ID token that the code in an answer buys.</summary>
    public static async Task<System.Text.Json.JsonElement> IdTokenAsync(this RelyingParty application, Visit answered)
    {
        var tokens = await application.ExchangeAsync(answered.Answer["code"]);
        return Jwt.Claims(tokens["id_token"] ?? throw new InvalidOperationException(tokens.Body));
    }
}

public sealed record SignedIn(RelyingParty Application, Browser Browser, Person Person);
