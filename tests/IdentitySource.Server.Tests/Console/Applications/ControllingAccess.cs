using IdentitySource.Management;
using IdentitySource.Management.Access;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Groups;
using IdentitySource.Management.Roles;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

/// <summary>The tab <i>Application access control</i> over HTTP.</summary>
public class ControllingAccess(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory]
    [InlineData("en", "Application access control", "Allow", "Deny")]
    [InlineData("zh-Hans", "应用访问控制", "允许", "拒绝")]
    public async Task Somebody_who_is_found_is_kept_out_and_let_in_again_in_either_language(string language, string tab, string allow, string deny)
    {
        var (browser, path, notes) = await AtAsync();
        browser.Headers["Accept-Language"] = language;
        var bob = await server.PersonAsync("bob");
        var found = await browser.GetAsync($"{path}?kind=User&search={Uri.EscapeDataString(bob.Email)}");
        Assert.Equal(tab, found.Document.QuerySelector(".tabs a[aria-current]")!.TextContent.Trim());
        Assert.Equal([allow, deny], found.Document.QuerySelectorAll("button[name=effect]").Select(each => each.ChildNodes[0].TextContent));

        var listed = await PressAsync(browser, found, "Add", "deny");

        Assert.Equal(deny, listed.Document.QuerySelector("#main .badge.bad")!.TextContent);
        Assert.Equal("no_access", await SignInAsync(notes, bob));
        Assert.Equal(1, await AuditedAsync(notes, "access_entry_added"));

        await PressAsync(browser, await browser.GetAsync(path), "Disable");
        Assert.Equal("code", await SignInAsync(notes, bob));
        await PressAsync(browser, await browser.GetAsync(path), "Enable");
        Assert.Equal("no_access", await SignInAsync(notes, bob));
        await PressAsync(browser, await browser.GetAsync(path), "Remove");
        Assert.Equal("code", await SignInAsync(notes, bob));
    }

    [Fact]
    public async Task The_default_is_for_everybody_whom_no_entry_speaks_of()
    {
        var (browser, path, notes) = await AtAsync();
        var ann = await server.AnnAsync();
        var page = await browser.GetAsync(path);
        var form = page.Document.QuerySelector("form[action$='handler=Default']")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);

        Assert.Equal(200, (await browser.PostAsync(path + "?handler=Default", fields)).Status);
        Assert.Equal("no_access", await SignInAsync(notes, ann));
        Assert.Equal(422, (await browser.PostAsync(path + "?handler=Default", [.. fields, new("access_by_default", "true")])).Status);

        await PressAsync(browser, await browser.GetAsync($"{path}?kind=User&search={Uri.EscapeDataString(ann.Email)}"), "Add", "allow");
        Assert.Equal("code", await SignInAsync(notes, ann));
    }

    [Fact]
    public async Task Roles_and_groups_are_found_by_how_they_begin()
    {
        var (browser, path, _) = await AtAsync();
        var word = Guid.NewGuid().ToString("N")[..8];
        await server.Services.GetRequiredService<CreateRole>().RunAsync(Actor.CommandLine, server.PoolId, $"{word}-editor", default);
        await server.Services.GetRequiredService<CreateGroup>().RunAsync(Actor.CommandLine, server.PoolId, $"{word}-staff", "The staff", default);

        await PressAsync(browser, await browser.GetAsync($"{path}?kind=Role&search={word}"), "Add", "allow");
        var listed = await PressAsync(browser, await browser.GetAsync($"{path}?kind=Group&search={word}"), "Add", "deny");

        var rows = listed.Document.QuerySelectorAll("#main tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => row.Contains($"{word}-editor", StringComparison.Ordinal) && row.Contains("Role", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("The staff", StringComparison.Ordinal) && row.Contains("Group", StringComparison.Ordinal));

        var again = await PressAsync(browser, await browser.GetAsync($"{path}?kind=Group&search={word}"), "Add", "allow");
        Assert.Equal(422, again.Status);
    }

    [Theory]
    [InlineData("kind=User&search=nobody-is-called-that")]
    [InlineData("kind=Role&search=%25")]
    [InlineData("kind=AccessKey&search=x")]
    [InlineData("kind=nothing&search=x&after=x")]
    public async Task A_search_for_nobody_finds_nobody(string query)
    {
        var (browser, path, _) = await AtAsync();
        var page = await browser.GetAsync($"{path}?{query}");
        Assert.Equal((200, 0), (page.Status, page.Document.QuerySelectorAll("button[name=effect]").Length));
    }

    [Fact]
    public async Task Many_entries_are_shown_a_page_at_a_time()
    {
        var (browser, path, notes) = await AtAsync();
        await using (var db = await server.DatabaseAsync())
        {
            db.AccessEntries.AddRange(Enumerable.Range(0, BrowseAccess.PageSize + 1).Select(_ => new Storage.Entities.AccessEntryRow
            {
                PoolId = server.PoolId,
                Id = Guid.CreateVersion7(),
                ApplicationId = Guid.Parse(notes.Keys.ClientId),
                SubjectKind = Storage.Entities.SubjectKind.User,
                SubjectId = Guid.NewGuid(),
                Allow = true,
            }));
            await db.SaveChangesAsync();
        }

        var first = await browser.GetAsync(path);
        var second = await browser.GetAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal((BrowseAccess.PageSize, 1), (first.Document.QuerySelectorAll("#main tbody tr").Length, second.Document.QuerySelectorAll("#main tbody tr").Length));
        Assert.Null(second.Document.QuerySelector("a[rel=next]"));
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_sees_who_may_come_in_and_changes_nothing()
    {
        var (_, path, _) = await AtAsync();
        var page = await (await server.ConsoleAsync(ConsoleRole.Viewer)).GetAsync(path + "?kind=User&search=a");
        Assert.Equal((200, 0), (page.Status, page.Document.QuerySelectorAll("#main form button").Length));
    }

    private async Task<(Browser Browser, string Path, RelyingParty Notes)> AtAsync()
    {
        var notes = await server.ApplicationAsync();
        return (await server.ConsoleAsync(ConsoleRole.Administrator), $"/console/default/applications/{notes.Keys.ClientId}/access-control", notes);
    }

    private static async Task<Visit> PressAsync(Browser browser, Visit page, string handler, string? effect = null)
    {
        var form = page.Document.QuerySelector($"form[action$='handler={handler}']")!;
        var fields = form.QuerySelectorAll("input[name], button[name=entry]").Select(each => KeyValuePair.Create(each.GetAttribute("name")!, each.GetAttribute("value")!));
        return await browser.PostAsync(form.GetAttribute("action")!, effect is null ? fields : fields.Append(new("effect", effect)));
    }

    /// <summary>What the application is sent in the end: a code, or that the person has no access.</summary>
    private async Task<string> SignInAsync(RelyingParty notes, Person person)
    {
        var visit = await server.Browser().SignInAsync(notes.AuthorizeUrl(), person);
        return visit.Left is not null && visit.Answer.ContainsKey("code") ? "code" : "no_access";
    }

    private async Task<int> AuditedAsync(RelyingParty notes, string kind)
    {
        await using var db = await server.DatabaseAsync();
        var application = Guid.Parse(notes.Keys.ClientId);
        return await db.Events.CountAsync(row => row.Kind == kind && row.ApplicationId == application);
    }
}
