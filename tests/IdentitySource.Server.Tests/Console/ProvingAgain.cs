using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>What is sensitive asks for the password in between, unless it was given a moment ago.</summary>
public class ProvingAgain(HostedServer server) : IClassFixture<HostedServer>
{
    private static readonly Dictionary<string, string> Rs256 = new() { ["algorithm"] = "RS256" };

    [Fact, Attack("AD-12")]
    public async Task A_sign_in_of_more_than_five_minutes_ago_is_not_enough_and_the_form_goes_on_by_itself()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Owner);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        var (page, before) = (await browser.GetAsync("/console/default/security"), await KeysAsync());
        var handle = browser.Cookie("console")!.Value;

        var asked = await browser.SubmitAsync(page, Rs256);
        Assert.Equal("Is it still you?", asked.Heading);
        var wrong = await browser.SubmitAsync(asked, new Dictionary<string, string> { ["confirm_password"] = "wrong" });
        Assert.Equal(("Is it still you?", "This is not the password."), (wrong.Heading, wrong.Document.QuerySelector("[role=alert]")!.TextContent.Trim()));
        Assert.Equal(before, await KeysAsync());

        var done = await browser.SubmitAsync(wrong, new Dictionary<string, string> { ["confirm_password"] = ConsoleSteps.Password });

        Assert.Equal(("Signing keys", "The keys have moved on."), (done.Heading, done.Document.QuerySelector("#notice")!.TextContent.Trim()));
        Assert.NotEqual(before, await KeysAsync());
        Assert.NotEqual(handle, browser.Cookie("console")!.Value);
        Assert.Equal("The keys have moved on.", (await browser.SubmitAsync(done, Rs256)).Document.QuerySelector("#notice")!.TextContent.Trim());
    }

    [Fact, Attack("BF-01")]
    public async Task Guessing_there_is_counted_like_guessing_at_the_sign_in()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Owner);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        var visit = await browser.SubmitAsync(await browser.GetAsync("/console/default/security"), Rs256);
        for (var tries = 0; tries < 11; tries++)
        {
            visit = await browser.SubmitAsync(visit, new Dictionary<string, string> { ["confirm_password"] = $"wrong {tries}" });
        }

        var right = await browser.SubmitAsync(visit, new Dictionary<string, string> { ["confirm_password"] = ConsoleSteps.Password });
        Assert.Equal("Is it still you?", right.Heading);
    }

    [Fact]
    public async Task The_question_alone_leads_back_to_where_it_came_from()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var page = await browser.GetAsync("/console/confirm?return=%2Fconsole%2Fdefault%2Fsettings%2Fabout");
        var visit = await browser.SubmitAsync(page, new Dictionary<string, string> { ["confirm_password"] = ConsoleSteps.Password });
        Assert.Equal("About", visit.Heading);
    }

    [Fact, Attack("AD-09"), Attack("XT-25")]
    public async Task No_page_about_keys_holds_one()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Operator);
        var page = await browser.GetAsync("/console/default/security");
        Assert.DoesNotContain("PRIVATE", page.Body, StringComparison.OrdinalIgnoreCase);
        await using var db = await server.DatabaseAsync();
        var kids = await db.SigningKeys.Where(row => row.ServerId == server.PoolId).Select(row => row.Kid).ToListAsync();
        Assert.All(kids, kid => Assert.Contains(kid, page.Body, StringComparison.Ordinal));
    }

    private async Task<List<string>> KeysAsync()
    {
        await using var db = await server.DatabaseAsync();
        return await db.SigningKeys.OrderBy(row => row.Kid).Select(row => row.Kid + row.SignsFrom).ToListAsync();
    }
}
