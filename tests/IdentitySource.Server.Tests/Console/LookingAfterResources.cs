using IdentitySource.Management;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Permissions;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>The area Resources: what the user pool has, who may use it, and its own scopes; and an application's views of the same.</summary>
public class LookingAfterResources(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Area = "/console/default/resources";

    [Fact]
    public async Task A_resource_is_made_changed_and_deleted_in_its_area()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.PostAsync(Area + "?handler=Create", [.. Token(await browser.GetAsync(Area)), new("code", "ledger"), new("kind", "Data"), new("actions", "read close")]);
        Assert.Equal("The resource is created.", page.Document.QuerySelector("#notice")!.TextContent.Trim());

        var own = Area + "/of/ledger";
        page = await browser.PostAsync(own, [.. Token(await browser.GetAsync(own)), new("kind", "Api"), new("description", "Books"), new("actions", "read open")]);
        Assert.Equal("The resource is changed.", page.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.Equal(["read", "open"], (await server.Services.GetRequiredService<ListResources>().RunAsync(server.PoolId, default)).Single(each => each.Code == "ledger").Actions);

        var refused = await browser.PostAsync(own, [.. Token(page), new("kind", "Api"), new("actions", "read:all")]);
        Assert.Equal((422, "read:all"), (refused.Status, refused.Document.QuerySelector("#field-actions")!.GetAttribute("value")));
        Assert.NotNull(refused.Document.QuerySelector("#field-actions-error"));

        Assert.Equal("Resources", (await browser.PostAsync(own + "?handler=Delete", Token(page))).Heading);
        Assert.Equal(404, (await browser.GetAsync(own)).Status);
    }

    [Fact]
    public async Task Rules_name_whom_they_speak_of_and_are_found_by_their_resource()
    {
        var (browser, ann) = (await server.ConsoleAsync(ConsoleRole.Administrator), await server.PersonAsync());
        foreach (var code in new[] { "till", "vault" })
        {
            await browser.PostAsync(Area + "?handler=Create", [.. Token(await browser.GetAsync(Area)), new("code", code), new("actions", "open")]);
            await browser.PostAsync(
                Area + "/rules?handler=Add",
                [.. Token(await browser.GetAsync(Area + "/rules")), new("effect", "allow"), new("subject_kind", "User"), new("subject", ann.Email), new("resource", code), new("actions", "open")]);
        }

        var found = await browser.GetAsync(Area + "/rules?search=vau");
        var row = Assert.Single(found.Document.QuerySelectorAll("tbody tr"));
        Assert.Equal("Ann Example", row.QuerySelector("bdi")!.TextContent.Trim());
        Assert.DoesNotContain(ann.Id.ToString("N"), row.QuerySelector("th")!.TextContent, StringComparison.Ordinal);

        var unknown = await browser.PostAsync(
            Area + "/rules?handler=Add", [.. Token(found), new("effect", "allow"), new("subject_kind", "User"), new("subject", "nobody@acme.test"), new("resource", "vault")]);
        Assert.NotNull(unknown.Document.QuerySelector("#field-subject-error"));

        var notes = await server.NotesAsync();
        var seen = await browser.GetAsync($"/console/default/applications/{notes.Keys.ClientId}/authorization/rules?search=vault");
        await browser.PostAsync(Area + "/rules?handler=Delete", [.. Token(seen), new("rule", seen.Document.QuerySelector("input[name=rule]")!.GetAttribute("value")!)]);
        Assert.Empty((await browser.GetAsync(Area + "/rules?search=vault")).Document.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task A_scope_of_its_own_is_added_with_its_claims_and_a_misspelt_field_is_refused()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        const string Path = Area + "/scopes";
        var refused = await browser.PostAsync(Path + "?handler=Add", [.. Token(await browser.GetAsync(Path)), new("scope", "desk"), new("claims", "tenant = emial")]);
        Assert.Equal(422, refused.Status);
        Assert.NotNull(refused.Document.QuerySelector("#field-claims-error"));

        var added = await browser.PostAsync(Path + "?handler=Add", [.. Token(refused), new("scope", "desk"), new("claims", "tenant = \"acme\"\r\nmail_address = email")]);
        Assert.Equal(["tenant = \"acme\"", "mail_address = email"], added.Document.QuerySelectorAll("tbody td.mono bdi").Select(claim => claim.TextContent));
        var removed = await browser.PostAsync(Path + "?handler=Remove", [.. Token(added), new("removed", "desk")]);
        Assert.Empty(removed.Document.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task An_account_gets_another_remark_and_lifetime()
    {
        var (browser, notes) = (await server.ConsoleAsync(ConsoleRole.Administrator), await server.NotesAsync());
        var made = (await server.Services.GetRequiredService<CreateAccessKey>().RunAsync(Actor.CommandLine, new NewAccessKey(server.PoolId, notes.Keys.ClientId, Remark: "old"), default)).Value!;
        var path = $"/console/default/applications/{notes.Keys.ClientId}/authorization?change={made.AccessKey}";
        var page = await browser.GetAsync(path);
        Assert.Equal("old", page.Document.QuerySelector("#field-remark")!.GetAttribute("value"));

        var refused = await browser.PostAsync(path + "&handler=Update", [.. Token(page), new("access_key", made.AccessKey), new("remark", "new"), new("token_lifetime", "1")]);
        Assert.Equal((422, "new"), (refused.Status, refused.Document.QuerySelector("#field-remark")!.GetAttribute("value")));
        await browser.PostAsync(path + "&handler=Update", [.. Token(refused), new("access_key", made.AccessKey), new("remark", "new"), new("token_lifetime", "120")]);
        var listed = (await server.Services.GetRequiredService<ListAccessKeys>().RunAsync(server.PoolId, notes.Keys.ClientId, default)).Value!.Single(key => key.AccessKey == made.AccessKey);
        Assert.Equal(("new", 120), (listed.Remark, listed.TokenLifetime));
    }

    private static IEnumerable<KeyValuePair<string, string>> Token(Visit page) =>
        [new("form_token", page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!)];
}
