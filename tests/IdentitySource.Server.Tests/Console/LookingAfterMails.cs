using IdentitySource.Management.Administration;
using IdentitySource.Management.Mail;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>The outbox over HTTP, without a mail server: everything waits, and is said to.</summary>
public class LookingAfterMails(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Settings = "/console/default/settings";

    private const string Address = Settings + "/outbox";

    [Fact, Attack("UI-18")]
    public async Task An_invitation_by_mail_waits_and_only_an_owner_reads_what_it_says()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var invited = await owner.SubmitAsync(await owner.GetAsync(Settings), new Dictionary<string, string> { ["email"] = "mia@acme.test", ["role"] = "owner", ["by_mail"] = "true" });
        var link = invited.Document.QuerySelector("code.secret")!.TextContent;
        Assert.Contains("also in the outbox", invited.Body, StringComparison.Ordinal);

        foreach (var role in new[] { ConsoleRole.Viewer, ConsoleRole.Administrator })
        {
            var browser = await server.ConsoleAsync(role);
            var seen = await browser.GetAsync(Address);
            Assert.Contains("mia@acme.test", seen.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("link=", seen.Body, StringComparison.Ordinal);
            Assert.Equal(role == ConsoleRole.Administrator, seen.Document.QuerySelector("form[action*='handler=Again']") is not null);
            Assert.Null(seen.Document.QuerySelector("form[action*='handler=Read']"));
            var token = seen.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
            Assert.Equal(403, (await browser.PostAsync(Address + "?handler=Read", [new("form_token", token), new("mail", await MailAsync("mia@acme.test"))])).Status);
        }

        var page = await owner.GetAsync(Address);
        Assert.Contains("IdentitySource__Mail__Host", page.Body, StringComparison.Ordinal);
        var read = await PressAsync(owner, page, "Read", await MailAsync("mia@acme.test"));
        Assert.Contains(link, read.Document.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        await using var db = await server.DatabaseAsync();
        Assert.DoesNotContain("link=", (await db.Events.SingleAsync(row => row.Kind == "mail_revealed")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_sent_again_and_discarded_and_the_overview_says_that_some_wait()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var queued = await browser.SubmitAsync(await browser.GetAsync(Address), new Dictionary<string, string> { ["recipient"] = "tom@acme.test" });
        Assert.Equal("The test mail is in the outbox.", queued.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.Contains("wait because no mail server is configured", (await browser.GetAsync("/console/default")).Body, StringComparison.Ordinal);

        var mail = await MailAsync("tom@acme.test");
        var again = await PressAsync(browser, queued, "Again", mail);
        Assert.Equal("The mail is tried again now.", again.Document.QuerySelector("#notice")!.TextContent.Trim());
        var discarded = await PressAsync(browser, again, "Discard", mail);
        Assert.Equal("The mail is discarded.", discarded.Document.QuerySelector("#notice")!.TextContent.Trim());
        var gone = await PressAsync(browser, again, "Again", mail);
        Assert.Equal(422, gone.Status);
        Assert.Contains("is not there any more", gone.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_address_is_said_at_its_field()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var refused = await browser.SubmitAsync(await browser.GetAsync(Address), new Dictionary<string, string> { ["recipient"] = "tom@acme.test,eve@x.test" });
        Assert.Equal((422, "tom@acme.test,eve@x.test"), (refused.Status, refused.Document.QuerySelector("#field-recipient")!.GetAttribute("value")));
        Assert.NotNull(refused.Document.QuerySelector("#field-recipient-error"));
    }

    [Theory]
    [InlineData("server_unreachable", "The mail server cannot be reached.")]
    [InlineData("server_timeout", "The mail server did not answer in time.")]
    [InlineData("tls_missing", "The mail server offers no encryption (STARTTLS).")]
    [InlineData("tls_untrusted", "The mail server&#x27;s certificate is not trusted.")]
    [InlineData("sign_in_refused 535", "The mail server refused the user name or password. (535)")]
    [InlineData("recipient_refused 550", "The mail server refused the recipient. (550)")]
    [InlineData("mail_refused 554", "The mail server refused the mail. (554)")]
    [InlineData("mail_unreadable", "The mail cannot be read with this master key.")]
    [InlineData("mail_broken", "The mail could not be handed over.")]
    public async Task Why_a_mail_was_not_taken_is_a_sentence(string error, string sentence)
    {
        await using (var db = await server.DatabaseAsync())
        {
            await server.Services.GetRequiredService<SendTestMail>().RunAsync(Management.Actor.CommandLine, server.PoolId, "why@acme.test", default);
            await db.OutboxMails.Where(row => row.Recipient == "why@acme.test").ExecuteUpdateAsync(rows => rows.SetProperty(row => row.LastError, error).SetProperty(row => row.Attempts, 2));
        }

        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var page = await browser.GetAsync(Address);
        Assert.Contains(sentence, page.Body, StringComparison.Ordinal);
        Assert.Contains("Try 3:", page.Body, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main form[method=post]"));
    }

    private async Task<string> MailAsync(string recipient)
    {
        await using var db = await server.DatabaseAsync();
        return (await db.OutboxMails.SingleAsync(row => row.Recipient == recipient)).Id.ToString("N");
    }

    private static async Task<Visit> PressAsync(Browser browser, Visit page, string handler, string mail)
    {
        var token = page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        var visit = await browser.PostAsync($"{Address}?handler={handler}", [new("form_token", token), new("mail", mail)]);
        return visit.Document.QuerySelector("input[name=confirm_password]") is null
            ? visit
            : await browser.SubmitAsync(visit, new Dictionary<string, string> { ["confirm_password"] = ConsoleSteps.Password });
    }
}
