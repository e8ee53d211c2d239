using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>The page of the console, from the form to a request.</summary>
public class MakingApiKeys(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Page = "/console/default/settings/api-keys";

    [Fact, Attack("AD-09"), Attack("AD-12")]
    public async Task An_owner_makes_a_key_sees_it_once_and_takes_it_away()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var page = await owner.GetAsync(Page);
        Assert.Equal("API keys", page.Heading);
        var made = await owner.SubmitProvenAsync(page, new Dictionary<string, string> { ["name"] = "deploy", ["scopes"] = "users:read", ["days"] = "30" });
        var key = made.Document.QuerySelector("code.secret")!.TextContent;
        Assert.Matches("^isk_[A-Za-z0-9_-]{43}$", key);

        ApiClient client = new(server.Client(), key);
        (await client.GetAsync("/users")).Is(200);
        (await client.GetAsync("/applications")).Is(403);
        var again = await owner.GetAsync(Page);
        Assert.DoesNotContain(key, again.Body, StringComparison.Ordinal);
        Assert.Contains("users:read", again.Body, StringComparison.Ordinal);
        await using (var db = await server.DatabaseAsync())
        {
            Assert.DoesNotContain(key, string.Concat(await db.Events.Select(row => row.Detail).ToListAsync()), StringComparison.Ordinal);
        }

        var id = again.Document.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        var gone = await owner.SubmitProvenAsync(again, new Dictionary<string, string> { ["key"] = id });
        Assert.Equal("The key is revoked: its next request is refused.", gone.Document.QuerySelector("#notice")!.TextContent.Trim());
        (await client.GetAsync("/users")).Is(401);
    }

    [Fact, Attack("AD-05")]
    public async Task It_is_for_owners_and_no_key_gets_what_its_pool_has_not()
    {
        var administrator = await server.ConsoleAsync(ConsoleRole.Administrator);
        Assert.Equal(403, (await administrator.GetAsync(Page)).Status);
        Assert.Empty((await administrator.GetAsync("/console/default/settings")).Document.QuerySelectorAll($"a[href='{Page}']"));

        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var page = await owner.GetAsync(Page);
        Assert.DoesNotContain("user-pools:write", page.Body, StringComparison.Ordinal);
        var token = page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        var refused = await owner.PostAsync($"{Page}?handler=Create", [new("form_token", token), new("name", "x"), new("scopes", "user-pools:write"), new("days", "30")]);
        Assert.Equal(422, refused.Status);
        Assert.Contains("A key of this user pool cannot have this scope.", refused.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        var empty = await owner.PostAsync($"{Page}?handler=Create", [new("form_token", token), new("name", ""), new("days", "1000")]);
        Assert.Equal(3, empty.Document.QuerySelectorAll("#faults a").Length);
    }

    [Fact, Attack("AD-12")]
    public async Task An_application_is_deleted_when_its_address_was_typed()
    {
        var notes = await server.ApplicationAsync(input => input with { Address = "to-be-deleted" });
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var path = $"/console/default/applications/{notes.Keys.ClientId}/delete";
        var refused = await browser.SubmitProvenAsync(await browser.GetAsync(path), new Dictionary<string, string> { ["confirmation"] = "notes" });
        Assert.Equal(422, refused.Status);
        var done = await browser.SubmitProvenAsync(refused, new Dictionary<string, string> { ["confirmation"] = "to-be-deleted" });
        Assert.Equal(("/console/default/applications", "The application is deleted."), (done.Address.AbsolutePath, done.Document.QuerySelector("#notice")!.TextContent.Trim()));
        Assert.Equal(404, (await browser.GetAsync(path)).Status);
        await using var db = await server.DatabaseAsync();
        var id = Guid.ParseExact(notes.Keys.ClientId, "N");
        Assert.Equal((0, 0), (await db.SigningKeys.CountAsync(row => row.ServerId == id), await db.Applications.CountAsync(row => row.Id == id)));
    }
}
