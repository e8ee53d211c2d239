using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IdentitySource.Management.Mail;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Mail;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

/// <summary>A mail carries links that let somebody in.</summary>
public class KeepingMailsSecret(TestDeployment deployment) : MailWork(deployment)
{
    [Fact, Attack("LG-03")]
    public async Task A_mail_server_without_tls_is_told_nothing_neither_password_nor_whom_nor_what()
    {
        await using SmtpSink sink = new();
        var mail = await QueueAsync(Somebody());
        await SendAllAsync(await SenderAsync(At(sink) with { AllowUnencryptedMail = false, UserName = "acme", Password = "canary-password" }));

        Assert.Equal("tls_missing", (await FindAsync(mail)).LastError);
        Assert.Equal(["EHLO"], sink.Lines.Select(line => line.Split(' ')[0]).Where(word => word != "QUIT").Distinct());
        Assert.Empty(sink.Mails);
    }

    [Fact, Attack("LG-03")]
    public async Task One_whose_certificate_nobody_vouches_for_is_told_nothing_either()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        using var signed = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
        await using SmtpSink sink = new() { Certificate = certificate };
        var mail = await QueueAsync(Somebody());
        await SendAllAsync(await SenderAsync(At(sink) with { AllowUnencryptedMail = false }));

        Assert.Equal("tls_untrusted", (await FindAsync(mail)).LastError);
        Assert.Equal(["EHLO", "STARTTLS"], sink.Lines.Select(line => line.Split(' ')[0]).Where(word => word != "QUIT").Distinct());
        Assert.Empty(sink.Mails);
    }

    [Fact]
    public async Task One_that_says_nothing_is_not_waited_for_for_ever()
    {
        await using SmtpSink sink = new() { Answer = line => { if (line == "CONNECT") { Thread.Sleep(3000); } return null; } };
        var mail = await QueueAsync(Somebody());
        var sender = await SenderAsync(At(sink) with { Timeout = TimeSpan.FromSeconds(1) });
        await SendAllAsync(sender);
        Assert.Equal("server_timeout", (await FindAsync(mail)).LastError);
    }

    [Fact, Attack("LG-03"), Attack("LG-10")]
    public async Task What_a_mail_says_stands_nowhere_in_clear_and_nowhere_at_all_once_it_is_sent()
    {
        await using SmtpSink sink = new();
        var mail = await QueueAsync(Somebody());
        var kept = (await FindAsync(mail)).ProtectedBody!;
        Assert.DoesNotContain("canary-8817", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.Single(await Deployment.EventsAsync("mail_queued"), row => row.Detail!.Contains(mail.ToString("N"), StringComparison.Ordinal));
        Assert.All(await Deployment.EventsAsync("mail_queued"), row => Assert.DoesNotContain("canary-8817", row.Detail!, StringComparison.Ordinal));

        await SendAllAsync(await SenderAsync(At(sink)));
        Assert.Null((await FindAsync(mail)).ProtectedBody);
    }

    [Fact, Attack("LG-10")]
    public async Task A_body_that_was_moved_to_another_row_is_not_sent_from_there()
    {
        await using SmtpSink sink = new();
        var (mail, other) = (await QueueAsync(Somebody()), await QueueAsync(Somebody()));
        var body = (await FindAsync(mail)).ProtectedBody;
        await using (var db = await Deployment.DatabaseAsync())
        {
            await db.OutboxMails.Where(row => row.Id == other).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.ProtectedBody, body));
        }

        await SendAllAsync(await SenderAsync(At(sink)));
        var refused = await FindAsync(other);
        Assert.Equal(("mail_unreadable", null), (refused.LastError, refused.SentAt));
        Assert.NotNull(refused.GivenUpAt);
    }

    [Fact, Attack("LG-04")]
    public void Neither_the_password_nor_a_body_shows_itself_as_text()
    {
        MailOptions options = new() { Host = "mail.test", UserName = "acme", Password = "canary-password" };
        OutgoingMail mail = new(Guid.Empty, "ann@acme.test", "Hello", Link, Link);
        RevealedMail revealed = new(Guid.Empty, "ann@acme.test", "Hello", Link);
        Assert.DoesNotContain("canary", $"{options} {mail} {revealed} {new Letter("Hello", new(Link, Link))}", StringComparison.Ordinal);
    }
}
