using IdentitySource.Management.Administration;
using IdentitySource.Management.Mail;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Mail;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

public class WritingMails(TestDeployment deployment) : MailWork(deployment)
{
    [Theory, Attack("HI-08"), Attack("UI-18")]
    [InlineData("ann@acme.test\r\nBcc: evil@evil.test")]
    [InlineData("ann@acme.test\nBcc: evil@evil.test")]
    [InlineData("ann@acme.test,evil@evil.test")]
    [InlineData("ann@acme.test;evil@evil.test")]
    [InlineData("ann@acme.test evil@evil.test")]
    [InlineData("Ann <ann@acme.test>")]
    [InlineData("\"ann\r\n\"@acme.test")]
    [InlineData("ann@acme.test\0@evil.test")]
    [InlineData("ann@acme.test> SIZE=1")]
    [InlineData("ann")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_recipient_is_one_plain_address_and_nothing_else(string? recipient)
    {
        var refused = await TryAsync(recipient, "Hello");
        Assert.Equal(("recipient", "email_malformed"), (Assert.Single(refused.Faults).Field, refused.Faults[0].Reason));
    }

    [Theory, Attack("HI-08"), Attack("UI-18")]
    [InlineData("Hello\r\nBcc: evil@evil.test")]
    [InlineData("Hello\nX: y")]
    [InlineData("Hello\u2028X")]
    [InlineData("Hello\0")]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_subject_is_one_line(string subject)
    {
        var refused = await TryAsync(Somebody(), subject == "long" ? new string('x', OutboxMailRow.LongestSubject + 1) : subject);
        Assert.Equal("subject_malformed", Assert.Single(refused.Faults).Reason);
    }

    [Theory, Attack("UI-18"), Attack("HI-08")]
    [InlineData("<a href=//evil.test>Click</a>")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("Acme\r\nBcc: evil@evil.test\r\n\r\n<b>x</b>")]
    [InlineData("\r\n.\r\nMAIL FROM:<evil@evil.test>")]
    [InlineData("{0} {1} %0d%0a & &amp;")]
    public async Task What_a_pool_is_called_is_text_in_a_mail_and_makes_no_header(string name)
    {
        await using SmtpSink sink = new();
        var somebody = Somebody();
        await using (var db = await Deployment.DatabaseAsync())
        {
            await db.UserPools.Where(pool => pool.Id == Deployment.PoolId).ExecuteUpdateAsync(pools => pools.SetProperty(pool => pool.Name, name));
        }

        var invited = await Deployment.Get<InviteAdministrator>().RunAsync(Actor.CommandLine, new NewAdministrator(Deployment.PoolId, somebody, ConsoleRole.Owner, ByMail: true), default);
        await SendAllAsync(await SenderAsync(At(sink)));

        var mail = Assert.Single(To(sink, somebody));
        Assert.Single(sink.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.DoesNotContain(mail.HeaderNames, header => header.Equals("bcc", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Your invitation to the console", mail.Header("Subject"));
        var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(mail.Part("text/html"));
        Assert.Equal([$"http://localhost:8080{invited.Value!.Path}"], html.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Empty(html.QuerySelectorAll("script, b, img, form"));
        Assert.Contains(name.ReplaceLineEndings("\n"), html.Body!.TextContent.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(name.ReplaceLineEndings("\n"), mail.Part("text/plain").ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(invited.Value.Path, mail.Part("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_that_is_not_to_be_mailed_leaves_the_outbox_alone()
    {
        var before = (await Deployment.EventsAsync("mail_queued")).Count;
        await Deployment.Get<InviteAdministrator>().RunAsync(Actor.CommandLine, new NewAdministrator(Deployment.PoolId, Somebody(), ConsoleRole.Viewer), default);
        Assert.Equal(before, (await Deployment.EventsAsync("mail_queued")).Count);
    }

    [Theory]
    [InlineData("en", "owner", "as owner", "en")]
    [InlineData("en-GB", "viewer", "as viewer", "en")]
    [InlineData("zh-CN", "owner", "所有者", "zh-Hans")]
    [InlineData("zh-Hans", "administrator", "管理员", "zh-Hans")]
    [InlineData("de", "operator", "as operator", "en")]
    public void It_is_written_in_the_language_of_the_deployment(string locale, string role, string said, string language)
    {
        var letter = new Letters(new Letterhead("https://idp.test", locale)).Invitation("Acme", role, "/console/invitation?link=x");
        Assert.Contains(said, letter.Body.Text, StringComparison.Ordinal);
        Assert.Contains("Acme", letter.Body.Text, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", letter.Body.Html, StringComparison.Ordinal);
        Assert.InRange(letter.Subject.Length, 3, OutboxMailRow.LongestSubject);
    }
}
