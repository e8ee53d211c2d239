using AngleSharp.Dom;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

public class ConfiguringAnApplication(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task What_cannot_be_is_refused_at_its_field_and_what_was_typed_stays()
    {
        var (browser, path) = await AtAsync();
        var visit = await PostAsync(browser, path, "Authorization", ("grant_types", "authorization_code"), ("response_types", "code"), ("response_types", "code id_token"));

        Assert.Equal(422, visit.Status);
        Assert.Contains("works only with the mode", Error(visit, "response-types"), StringComparison.Ordinal);
        Assert.True(visit.Document.QuerySelector("#field-response-types-code-id_token")!.HasAttribute("checked"));
        Assert.False(visit.Document.QuerySelector("#field-grant-types-refresh_token")!.HasAttribute("checked"));

        // What was typed in one card says nothing about the others.
        Assert.True(visit.Document.QuerySelector("#field-enabled-true")!.HasAttribute("checked"));
        Assert.Equal(["authorization_code", "refresh_token"], (await FoundAsync(path)).GrantTypes);
    }

    [Fact]
    public async Task Two_at_once_the_second_is_told_and_can_decide()
    {
        var (browser, path) = await AtAsync();
        var stale = await browser.GetAsync(path);
        await PostAsync(browser, path, "Urls", ("redirect_uris", "https://rp.acme.test/first"));

        var told = await PostAsync(browser, path, "Urls", stale, ("redirect_uris", "https://rp.acme.test/second"));
        Assert.Equal(422, told.Status);
        Assert.Contains("Somebody else has changed this meanwhile.", told.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://rp.acme.test/second", told.Document.QuerySelector("#field-redirect-uris")!.TextContent.Trim());
        Assert.Equal(["https://rp.acme.test/first"], (await FoundAsync(path)).RedirectUris);

        await PostAsync(browser, path, "Urls", told, ("redirect_uris", "https://rp.acme.test/second"));
        Assert.Equal(["https://rp.acme.test/second"], (await FoundAsync(path)).RedirectUris);
    }

    [Theory]
    [InlineData("code_lifetime", "601")]
    [InlineData("code_lifetime", "")]
    [InlineData("access_token_lifetime", "an hour")]
    [InlineData("id_token_lifetime", "99999999999")]
    public async Task A_lifetime_that_is_none_is_refused(string name, string value)
    {
        var (browser, path) = await AtAsync();
        var visit = await PostAsync(browser, path, "Authorization", ("grant_types", "authorization_code"), ("response_types", "code"), (name, value));
        Assert.Equal(422, visit.Status);
        Assert.NotEqual("", Error(visit, name.Replace('_', '-')));
    }

    [Fact]
    public async Task A_viewer_sees_the_settings_and_neither_the_secret_nor_a_way_to_it()
    {
        var (_, path) = await AtAsync();
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);
        var page = await viewer.GetAsync(path);

        Assert.Equal(200, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("form[action*=Reveal], form[action*=Refresh], main button.primary, code.secret"));
        Assert.All(page.Document.QuerySelectorAll("main .card > form > fieldset"), card => Assert.True(card.HasAttribute("disabled")));
    }

    [Fact]
    public async Task Revealing_the_secret_asks_for_the_password_and_is_written_down()
    {
        var (browser, path) = await AtAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        var asked = await PostAsync(browser, path, "Reveal");
        Assert.NotNull(asked.Document.QuerySelector("input[name=confirm_password]"));
        Assert.Null(asked.Document.QuerySelector("code.secret"));

        var shown = await browser.SubmitAsync(asked, new Dictionary<string, string> { ["confirm_password"] = ConsoleSteps.Password });
        Assert.Equal(43, shown.Document.QuerySelector("code.secret")!.TextContent.Length);
        Assert.Equal("no-store", shown.Response.Headers.CacheControl?.ToString());
        await using var db = await server.DatabaseAsync();
        var application = Guid.Parse(path[^32..]);
        Assert.Equal(1, await db.Events.CountAsync(row => row.Kind == "application_secret_revealed" && row.ApplicationId == application));
    }

    [Fact]
    public async Task Claims_of_its_own_are_added_and_taken_away_and_a_reserved_name_is_refused_at_its_field()
    {
        var application = await server.ApplicationAsync();
        var (browser, path) = (await server.ConsoleAsync(ConsoleRole.Administrator), "/console/default/applications/" + application.Keys.ClientId);
        var refused = await PostAsync(browser, path, "AddClaim", ("claims", "iss = \"evil\""));
        Assert.Equal((422, "iss = \"evil\""), (refused.Status, refused.Document.QuerySelector("#field-claims")!.GetAttribute("value")));
        Assert.NotEqual("", Error(refused, "claims"));

        await PostAsync(browser, path, "AddClaim", ("claims", "tenant = \"acme=1\""));
        Assert.Equal("acme=1", Assert.Single((await FoundAsync(path)).Policy.CustomClaims).Value);
        await PostAsync(browser, path, "RemoveClaim", ("removed", "tenant"));
        Assert.Empty((await FoundAsync(path)).Policy.CustomClaims);
    }

    [Fact, Attack("UI-08")]
    public async Task A_name_that_tries_to_be_more_is_shown_as_text()
    {
        var (browser, path) = await AtAsync();
        const string Name = "<img src=x onerror=alert(1)>\"'{{7*7}}";
        var visit = await PostAsync(browser, path, "Basic", ("name", Name), ("enabled", "true"));
        Assert.Equal(Name, visit.Heading);
        Assert.Empty(visit.Document.QuerySelectorAll("main img"));
    }

    private static string Error(Visit visit, string field) => visit.Document.GetElementById($"field-{field}-error")?.TextContent.Trim() ?? "";

    private async Task<(Browser Browser, string Path)> AtAsync()
    {
        var notes = await server.NotesAsync();
        return (await server.ConsoleAsync(ConsoleRole.Administrator), "/console/default/applications/" + notes.Keys.ClientId);
    }

    private static async Task<Visit> PostAsync(Browser browser, string path, string handler, params (string Name, string Value)[] fields) =>
        await PostAsync(browser, path, handler, await browser.GetAsync(path), fields);

    /// <summary>The form of that handler as the page has it, with these fields in place of its own of the name; boxes are ticked only when named.</summary>
    private static async Task<Visit> PostAsync(Browser browser, string path, string handler, Visit page, params (string Name, string Value)[] fields)
    {
        var form = page.Document.QuerySelector($"form[action$='handler={handler}']")!;
        var kept = form.QuerySelectorAll("input[name]:not([type=checkbox]), select[name]")
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.QuerySelector("option[selected]")?.GetAttribute("value") ?? input.GetAttribute("value") ?? ""))
            .Where(field => !fields.Any(each => each.Name == field.Key));
        return await browser.PostAsync($"{path}?handler={handler}", [.. kept, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
    }

    private async Task<ApplicationDetail> FoundAsync(string path) =>
        (await server.Services.GetRequiredService<FindApplication>().RunAsync(server.PoolId, path[^32..], default))!;
}
