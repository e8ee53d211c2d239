using System.Text.Json;
using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Claims;

/// <summary>Scopes of a pool and claims of an application, from the consent page to the tokens.</summary>
public class DefiningClaims(HostedServer server) : IClassFixture<HostedServer>
{
    private static int number;

    private readonly string scope = $"loyalty-{Interlocked.Increment(ref number)}";

    private string Points => $"{scope}.points";

    private async Task DefineAsync(string? description = "See your bonus points") => Assert.Empty((await server.Services.GetRequiredService<AddCustomScope>().RunAsync(
        Actor.CommandLine, server.PoolId, new CustomScope(scope, description, [new(Points, null, "extended_fields.points"), new($"{scope}.tier", "gold", null)]), default)).Faults);

    private async Task HaveAsync(RelyingParty application, string name, string? value, string? field) => Assert.Empty((await server.Services.GetRequiredService<AddCustomClaim>().RunAsync(
        Actor.CommandLine, server.PoolId, application.Keys.ClientId, new CustomClaim(name, value, field), default)).Faults);

    private async Task<Person> BobAsync()
    {
        var bob = await server.PersonAsync("bob");
        await using var db = await server.DatabaseAsync();
        await db.Users.Where(row => row.Id == bob.Id).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.ExtendedFields, """{"points":1200}"""));
        return bob;
    }

    private Task<RelyingParty> AskingAsync() => server.ApplicationAsync(input => input with { Policy = new() });

    private static string[] Granted(Visit page) =>
        [.. page.Document.QuerySelectorAll("ul.granted li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    private static async Task<string?[]> ListedAsync(RelyingParty application, HttpClient http, string member)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{application.Keys.Issuer}/.well-known/openid-configuration")));
        return [.. document.RootElement.GetProperty(member).EnumerateArray().Select(each => each.GetString())];
    }

    [Fact, Spec("OIDC Core §5.4"), Attack("CO-15"), Attack("CO-14")]
    public async Task What_the_page_says_is_what_is_told()
    {
        await DefineAsync();
        var (shop, bob, browser) = (await AskingAsync(), await BobAsync(), server.Browser());
        await HaveAsync(shop, "KEY", "VALUE", null);
        await HaveAsync(shop, "mail", null, "email");

        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", $"openid {scope}")), bob);
        Assert.Equal(["Know that it is you", "See your bonus points 1200 · gold", $"See: mail {bob.Email}"], Granted(page));

        var tokens = await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        Assert.Equal($"openid {scope}", tokens["scope"]);
        var told = await shop.UserInfoAsync(tokens["access_token"]!);
        Assert.Equal(["sub", Points, $"{scope}.tier", "KEY", "mail"], told.Json.EnumerateObject().Select(member => member.Name));
        var idToken = Jwt.Claims(tokens["id_token"]!);
        Assert.Equal((1200, "gold", "VALUE", bob.Email), (
            idToken.GetProperty(Points).GetInt32(), idToken.GetProperty($"{scope}.tier").GetString(), idToken.GetProperty("KEY").GetString(), idToken.GetProperty("mail").GetString()));
        Assert.False(Jwt.Claims(tokens["access_token"]!).TryGetProperty("KEY", out _));
        server.Clock.AdvanceSeconds(1);
        Assert.Equal("code", await browser.SilentAsync(shop, ("scope", $"openid {scope}")));
    }

    [Fact, Attack("CO-03")]
    public async Task Another_field_of_the_person_has_to_be_allowed_first()
    {
        var (shop, browser) = (await AskingAsync(), server.Browser());
        await browser.AllowAsync(await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid")), await BobAsync()));
        server.Clock.AdvanceSeconds(1);

        await HaveAsync(shop, "KEY", "VALUE", null);
        Assert.Equal("code", await browser.SilentAsync(shop, ("scope", "openid")));

        await HaveAsync(shop, "mail", null, "email");
        Assert.Equal("consent_required", await browser.SilentAsync(shop, ("scope", "openid")));
    }

    [Fact, Attack("UI-21")]
    public async Task A_scope_that_means_something_else_by_now_is_shown_again()
    {
        await DefineAsync();
        var (shop, browser) = (await AskingAsync(), server.Browser());
        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", $"openid {scope}")), await BobAsync());
        await server.Services.GetRequiredService<RemoveCustomScope>().RunAsync(Actor.CommandLine, server.PoolId, scope, default);
        await DefineAsync("See what you bought");

        var again = await browser.AllowAsync(page);

        Assert.Contains("See what you bought 1200 · gold", Granted(again));
        Assert.NotNull((await browser.AllowAsync(again)).Left);
    }

    [Fact, Attack("UI-06")]
    public async Task A_description_is_text()
    {
        await DefineAsync("<b>Points</b> & \"more\"");
        var page = await server.Browser().SignInAsync((await AskingAsync()).AuthorizeUrl(("scope", $"openid {scope}")), await BobAsync());

        Assert.Contains("<b>Points</b> & \"more\" 1200 · gold", Granted(page));
    }

    [Fact, Spec("OpenID Connect Discovery §3")]
    public async Task Discovery_lists_what_is_there_while_it_is_there()
    {
        var (notes, http) = (await server.ApplicationAsync(), server.Client());
        Assert.DoesNotContain(scope, await ListedAsync(notes, http, "scopes_supported"));

        await DefineAsync();
        await HaveAsync(notes, "KEY", "VALUE", null);
        Assert.Contains(scope, await ListedAsync(notes, http, "scopes_supported"));
        Assert.Subset((await ListedAsync(notes, http, "claims_supported")).ToHashSet(), new HashSet<string?> { Points, $"{scope}.tier", "KEY" });

        await server.Services.GetRequiredService<RemoveCustomScope>().RunAsync(Actor.CommandLine, server.PoolId, scope, default);
        Assert.DoesNotContain(scope, await ListedAsync(notes, http, "scopes_supported"));
        Assert.DoesNotContain(Points, await ListedAsync(notes, http, "claims_supported"));
    }

    [Fact]
    public async Task A_scope_that_was_removed_releases_nothing_any_more_and_is_not_granted_again()
    {
        await DefineAsync();
        var (notes, browser) = (await server.ApplicationAsync(input => input with { Policy = input.Policy with { AllowOfflineAccessWithoutConsentPrompt = true } }), server.Browser());
        var asked = notes.AuthorizeUrl(("scope", $"openid {scope} offline_access"));
        var tokens = await notes.ExchangeAsync((await browser.SignInAsync(asked, await BobAsync())).Answer["code"]);
        Assert.Equal("1200", (await notes.UserInfoAsync(tokens["access_token"]!))[Points]);

        await server.Services.GetRequiredService<RemoveCustomScope>().RunAsync(Actor.CommandLine, server.PoolId, scope, default);

        Assert.Null((await notes.UserInfoAsync(tokens["access_token"]!))[Points]);
        Assert.Equal("openid offline_access", (await notes.RefreshAsync(tokens["refresh_token"]!))["scope"]);
        Assert.Equal("openid", (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl(("scope", $"openid {scope}")))).Answer["code"]))["scope"]);
    }
}
