using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Settings, "Export and import".</summary>
public class MovingAConfigurationByConsole(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Address = "/console/default/settings/configuration";

    [Fact]
    public async Task A_file_is_shown_as_a_difference_before_it_is_applied()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        const string File = """{ "format": 1, "roles": [{ "name": "imported" }] }""";

        var planned = await PostAsync(browser, "Plan", File);
        Assert.Equal(200, planned.Status);
        Assert.Contains("role imported", planned.Document.QuerySelector("#plan")!.ParentElement!.TextContent, StringComparison.Ordinal);
        await using var db = await server.DatabaseAsync(server.PoolId);
        Assert.False(await db.Roles.AnyAsync(role => role.Name == "imported"));

        var applied = await PostAsync(browser, "Apply", planned.Document.QuerySelector("input[name=configuration]")!.GetAttribute("value")!);
        Assert.Equal("The configuration is as the file says.", applied.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.True(await db.Roles.AnyAsync(role => role.Name == "imported"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_the_field_and_the_text_stays()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);

        var refused = await PostAsync(browser, "Plan", """{ "format": 1, "roles": [{ "name": "<b>" }] }""");

        Assert.Equal(422, refused.Status);
        Assert.Contains("roles[<b>]", refused.Document.QuerySelector("#field-configuration-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>", refused.Document.QuerySelector("#field-configuration")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_a_text_of_its_own_is_said_with_its_place_in_the_file()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);

        var refused = await PostAsync(browser, "Plan", """
            { "format": 1, "resources": [{ "code": "near", "actions": ["read"] }, { "code": "far", "actions": ["twice", "twice"] }] }
            """);

        Assert.StartsWith("resources[far]", refused.Document.QuerySelector("#field-configuration-error")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact, Attack("AD-05")]
    public async Task Secrets_are_for_owners_and_never_for_others()
    {
        var notes = await server.NotesAsync();
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var administrator = await server.ConsoleAsync(ConsoleRole.Administrator);

        Assert.DoesNotContain(notes.Keys.Secret!, (await PostAsync(administrator, "Export", null)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(notes.Keys.Secret!, (await PostAsync(owner, "Export", null)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await PostAsync(administrator, "ExportSecrets", null)).Status);
        Assert.Contains(notes.Keys.Secret!, (await PostAsync(owner, "ExportSecrets", null)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await PostAsync(await server.ConsoleAsync(ConsoleRole.Viewer), "Export", null)).Status);
    }

    private static async Task<Visit> PostAsync(Browser browser, string handler, string? configuration)
    {
        var page = await browser.GetAsync(Address);
        var token = page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        List<KeyValuePair<string, string>> fields = [new("form_token", token), new("format", "json")];
        if (configuration is not null)
        {
            fields.Add(new("configuration", configuration));
        }

        return await browser.PostAsync($"{Address}?handler={handler}", fields);
    }
}
