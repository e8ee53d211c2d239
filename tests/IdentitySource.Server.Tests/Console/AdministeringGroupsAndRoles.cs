using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

public class AdministeringGroupsAndRoles(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Hostile = "\"><script>alert(1)</script>{{7*7}}";

    [Fact]
    public async Task A_group_is_made_filled_renamed_and_deleted()
    {
        var ann = await server.PersonAsync("grouped");
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        await browser.SubmitAsync(await browser.GetAsync("/console/default/groups"), Fields(("code", "staff"), ("name", Hostile)));
        var page = await browser.GetAsync("/console/default/groups/staff");
        Assert.Equal(Hostile, page.Heading);
        Assert.Empty(page.Document.QuerySelectorAll("script:not([src])"));

        page = await browser.SubmitAsync(page, Fields(("user", ann.Email)));
        Assert.Contains(ann.Username, page.Document.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        page = await browser.SubmitAsync(page, Steps.Nothing, ann.Id.ToString("N"));
        Assert.Null(page.Document.QuerySelector("main table"));

        page = await browser.SubmitAsync(page, Fields(("name", "Everybody")));
        Assert.Equal("Everybody", page.Heading);
        Assert.Equal(422, (await browser.SubmitAsync(page, Fields(("confirmation", "other")))).Status);
        page = await browser.SubmitProvenAsync(page, Fields(("confirmation", "staff")));
        Assert.Contains("The group was deleted.", page.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync("/console/default/groups/staff")).Status);
    }

    [Fact]
    public async Task A_role_is_made_given_renamed_and_deleted()
    {
        var ann = await server.PersonAsync("playing");
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        await browser.SubmitAsync(await browser.GetAsync("/console/default/roles"), Fields(("name", "editor")));
        var page = await browser.SubmitAsync(await browser.GetAsync("/console/default/roles/editor"), Fields(("user", ann.Username)));
        Assert.Contains(ann.Username, page.Document.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);

        page = await browser.SubmitAsync(page, Fields(("name", "author")));
        Assert.Equal((200, "author"), (page.Status, page.Heading));
        Assert.Equal(404, (await browser.GetAsync("/console/default/roles/editor")).Status);
        page = await browser.SubmitProvenAsync(page, Fields(("confirmation", "author")));
        Assert.Contains("The role was deleted.", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_rename_at_once_do_not_overwrite_each_other()
    {
        var (one, two) = (await server.ConsoleAsync(ConsoleRole.Administrator), await server.ConsoleAsync(ConsoleRole.Administrator));
        await one.SubmitAsync(await one.GetAsync("/console/default/groups"), Fields(("code", "both"), ("name", "Both")));
        var (first, second) = (await one.GetAsync("/console/default/groups/both"), await two.GetAsync("/console/default/groups/both"));
        await one.SubmitAsync(first, Fields(("name", "First")));
        var refused = await two.SubmitAsync(second, Fields(("name", "Second")));
        Assert.Equal(422, refused.Status);
        Assert.Equal("Second", refused.Document.QuerySelector("#field-name")!.GetAttribute("value"));
        Assert.Equal("Second", (await two.SubmitAsync(refused, Fields(("name", "Second")))).Heading);
    }

    [Theory]
    [InlineData("groups", "code", "a b")]
    [InlineData("groups", "code", "<b>")]
    [InlineData("roles", "name", "")]
    public async Task What_cannot_be_a_name_is_told_at_its_field(string area, string field, string typed)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.SubmitAsync(await browser.GetAsync($"/console/default/{area}"), Fields((field, typed)));
        Assert.Equal(422, page.Status);
        Assert.Equal("true", page.Document.QuerySelector($"#field-{field}")!.GetAttribute("aria-invalid"));
    }

    [Fact, Attack("XT-06")]
    public async Task A_viewer_looks_and_another_pools_group_is_not_there()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Operator);
        await browser.SubmitAsync(await browser.GetAsync("/console/operators/groups"), Fields(("code", "theirs")));
        Assert.Equal(200, (await browser.GetAsync("/console/operators/groups/theirs")).Status);
        Assert.Equal(404, (await browser.GetAsync("/console/default/groups/theirs")).Status);

        await browser.SubmitAsync(await browser.GetAsync("/console/default/groups"), Fields(("code", "looked-at")));
        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);
        foreach (var path in new[] { "groups", "groups/looked-at", "roles" })
        {
            Assert.Empty((await viewer.GetAsync("/console/default/" + path)).Document.QuerySelectorAll("main form"));
        }
    }

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(each => each.Name, each => each.Value);
}
