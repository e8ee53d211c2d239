using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

/// <summary>Settings that exclude one another: the page, also without scripts, does not let them be chosen and says why; what is posted all the same is refused.</summary>
public class ChoosingWhatCannotBe(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task No_OAuth_provider_where_there_is_no_secret()
    {
        var (browser, path, _) = await AtAsync(input => input with { Type = ApplicationType.Spa });
        var page = await browser.GetAsync(path + "/identity-provider");
        Assert.True(page.Document.QuerySelector("#field-enable-true")!.HasAttribute("disabled"));
        Assert.Contains("takes nothing but the App Secret", page.Document.QuerySelector("#field-enable-true-hint")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main button.primary"));

        var refused = await browser.PostAsync(path + "/identity-provider", [.. Token(page), new("enable", "true"), new("oauth_grant_types", "password"), new("version", "1")]);
        Assert.Contains("this application has none", refused.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Spec("RFC 9700 §4.14.2")]
    public async Task Rotation_stays_ticked_without_a_secret_and_is_saved_so()
    {
        var (browser, path, client) = await AtAsync(input => input with { Type = ApplicationType.Spa });
        var page = await browser.GetAsync(path);
        var box = page.Document.QuerySelector("#field-rotate-refresh-tokens-true")!;
        Assert.True(box.HasAttribute("disabled") && box.HasAttribute("checked"));
        Assert.Contains("without a secret", page.Document.QuerySelector("#field-rotate-refresh-tokens-true-hint")!.TextContent, StringComparison.Ordinal);

        var saved = await browser.PostAsync(
            path + "?handler=Authorization", [.. Kept(page), new("grant_types", "authorization_code"), new("response_types", "code")]);
        Assert.Equal("Saved.", saved.Document.QuerySelector("#notice")?.TextContent.Trim());
        Assert.True((await FoundAsync(client)).Policy.RotateRefreshTokens);
    }

    [Fact]
    public async Task No_method_none_while_the_secret_signs_or_refreshes()
    {
        var (browser, path, client) = await AtAsync(input => input with { IdTokenAlgorithm = SigningAlgorithm.HS256 });
        var page = await browser.GetAsync(path);
        Assert.True(page.Document.QuerySelector("#field-token-authentication option[value=none]")!.HasAttribute("disabled"));
        Assert.Contains("HS256", page.Document.QuerySelector("#field-token-authentication-hint")!.TextContent, StringComparison.Ordinal);
        Assert.False(page.Document.QuerySelector("#field-revocation-authentication option[value=none]")!.HasAttribute("disabled"));
        Assert.NotNull((await NoneAsync(browser, path, page)).Document.QuerySelector("#field-token-authentication-error"));

        await SetAsync(client, settings => settings with { IdTokenAlgorithm = SigningAlgorithm.RS256, RotateRefreshTokens = false });
        page = await browser.GetAsync(path);
        Assert.True(page.Document.QuerySelector("#field-token-authentication option[value=none]")!.HasAttribute("disabled"));
        Assert.NotNull((await NoneAsync(browser, path, page)).Document.QuerySelector("#field-token-authentication-error"));

        await SetAsync(client, settings => settings with { RotateRefreshTokens = true });
        page = await browser.GetAsync(path);
        Assert.False(page.Document.QuerySelector("#field-token-authentication option[value=none]")!.HasAttribute("disabled"));
        Assert.Equal("Saved.", (await NoneAsync(browser, path, page)).Document.QuerySelector("#notice")?.TextContent.Trim());
    }

    [Fact, Spec("RFC 6749 §4.2.2")]
    public async Task No_refresh_tokens_without_a_mode_that_gives_some()
    {
        var (browser, path, client) = await AtAsync();
        var page = await browser.GetAsync(path);
        var box = page.Document.QuerySelector("#field-grant-types-refresh_token")!;
        Assert.Equal("authorization_code|password", box.GetAttribute("data-needs"));
        Assert.Contains("Needs authorization_code or password.", page.Document.GetElementById(box.GetAttribute("aria-describedby")!)!.TextContent, StringComparison.Ordinal);

        var refused = await browser.PostAsync(
            path + "?handler=Authorization", [.. Kept(page), new("grant_types", "implicit"), new("grant_types", "refresh_token"), new("response_types", "id_token")]);
        Assert.Equal("refresh_token works only with authorization_code or password.", refused.Document.QuerySelector("#field-grant-types-error")!.TextContent.Trim());
        Assert.Equal(["authorization_code", "refresh_token"], (await FoundAsync(client)).GrantTypes);
    }

    private static Task<Visit> NoneAsync(Browser browser, string path, Visit page) => browser.PostAsync(path + "?handler=Security",
    [
        .. Token(page), new("token_authentication", "none"), new("introspection_authentication", "client_secret_post"), new("revocation_authentication", "client_secret_post"),
        new("version", page.Document.QuerySelector("form[action$='handler=Security'] input[name=version]")!.GetAttribute("value")!),
    ]);

    private async Task<(Browser Browser, string Path, string ClientId)> AtAsync(Func<Management.Applications.NewApplication, Management.Applications.NewApplication>? shape = null)
    {
        var made = await server.ApplicationAsync(shape);
        return (await server.ConsoleAsync(ConsoleRole.Administrator), "/console/default/applications/" + made.Keys.ClientId, made.Keys.ClientId);
    }

    private async Task SetAsync(string client, Func<ApplicationSettings, ApplicationSettings> change)
    {
        ApplicationSettings settings = new() { PoolId = server.PoolId, Application = client };
        Assert.Empty((await server.Services.GetRequiredService<UpdateApplication>().RunAsync(Actor.CommandLine, change(settings), default)).Faults);
    }

    private async Task<ApplicationDetail> FoundAsync(string client) => (await server.Services.GetRequiredService<FindApplication>().RunAsync(server.PoolId, client, default))!;

    /// <summary>What the card <i>Authorization</i> sends without a box being ticked.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Kept(Visit page) =>
        page.Document.QuerySelectorAll("form[action$='handler=Authorization'] :is(input[type=number], input[type=hidden])")
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!));

    private static IEnumerable<KeyValuePair<string, string>> Token(Visit page) =>
        [new("form_token", page.Document.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!)];
}
