using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

/// <summary>What every tab of an application has, and the two that say what happened to it.</summary>
public class LookingAtAnApplication(HostedServer server) : IClassFixture<HostedServer>
{
    public static TheoryData<string> Tabs =>
        ["", "quick-start", "identity-provider", "authorization", "authorization/resources", "authorization/rules", "access-control", "login-status", "preview", "try", "logs", "changes", "delete"];

    [Theory, Attack("AD-12")]
    [MemberData(nameof(Tabs))]
    public async Task Every_tab_says_which_it_is_and_reveals_its_secret_where_it_is(string tab)
    {
        var (browser, path, notes) = await AtAsync();
        var page = await browser.GetAsync($"{path}/{tab}".TrimEnd('/'));
        Assert.Equal(notes.Keys.ClientId, page.Document.QuerySelector(".known-by code")!.TextContent);
        Assert.DoesNotContain(notes.Keys.Secret!, page.Body, StringComparison.Ordinal);
        Assert.Equal(tab == "try" ? 0 : 1, page.Document.QuerySelectorAll(".known-by a[href$='/try']").Length);

        var shown = await browser.PostAsync(page.Document.QuerySelector(".known-by form[action*=Reveal]")!.GetAttribute("action")!, Token(page));
        Assert.Equal(notes.Keys.Secret, shown.Document.QuerySelector(".known-by code.secret")!.TextContent);
        Assert.Equal(page.Address.AbsolutePath, shown.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_secret_is_refreshed_from_any_tab()
    {
        var (browser, path, notes) = await AtAsync();
        var page = await browser.GetAsync(path + "/logs");
        var done = await browser.PostAsync(path + "/logs?handler=RefreshSecret", [.. Token(page), new("grace", "0")]);
        Assert.Contains("The secret is refreshed.", done.Document.QuerySelector("#notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(path + "/logs", done.Address.AbsolutePath);

        var revealed = await browser.PostAsync(path + "/logs?handler=Reveal", Token(done));
        Assert.NotEqual(notes.Keys.Secret, revealed.Document.QuerySelector("code.secret")!.TextContent);
    }

    [Fact]
    public async Task The_tab_logs_has_what_happened_there_and_the_tab_changes_what_was_changed_and_by_whom()
    {
        var (browser, path, notes) = await AtAsync();
        var other = await server.ApplicationAsync();
        await server.Browser().GetAsync(notes.AuthorizeUrl(("redirect_uri", "https://nobody.acme.test/cb")));
        await server.Browser().GetAsync(other.AuthorizeUrl(("response_type", "none")));
        var page = await browser.GetAsync(path);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.PostAsync(path + "?handler=Basic", [.. Token(page), new("name", "Renamed"), new("enabled", "true"), new("version", "1")]);

        // Written a moment after the page that explains was shown.
        await Eventually.TrueAsync(async () => (await browser.GetAsync(path + "/logs")).Document.QuerySelector("tbody tr") is not null);
        var logs = await browser.GetAsync(path + "/logs");
        Assert.Equal(["redirect_uri_unregistered"], logs.Document.QuerySelectorAll("tbody td:nth-of-type(3)").Select(cell => cell.TextContent.Trim()));

        var changes = await browser.GetAsync(path + "/changes");
        var rows = changes.Document.QuerySelectorAll("tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.Contains("@", rows[0].QuerySelector("td:nth-of-type(3)")!.TextContent, StringComparison.Ordinal);
        var change = await browser.GetAsync(rows[0].QuerySelector("a")!.GetAttribute("href")!);
        Assert.Contains("Renamed", change.Document.QuerySelectorAll("bdi.mono").Select(value => value.TextContent));
    }

    private async Task<(Browser Browser, string Path, RelyingParty Notes)> AtAsync()
    {
        var notes = await server.ApplicationAsync();
        return (await server.ConsoleAsync(ConsoleRole.Administrator), "/console/default/applications/" + notes.Keys.ClientId, notes);
    }

    private static IEnumerable<KeyValuePair<string, string>> Token(Visit page) =>
        [new("form_token", page.Document.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!)];
}
