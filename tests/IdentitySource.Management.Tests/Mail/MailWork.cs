using IdentitySource.Management.Mail;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit.Mail;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

/// <summary>What the tests of mails share. Each has a mail server of its own, and may find mails that another test has left.</summary>
public abstract class MailWork(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    protected const string Link = "https://idp.test/console/invitation?link=canary-8817";

    protected TestDeployment Deployment => deployment;

    protected static MailOptions At(int port) => new() { Host = "localhost", Port = port, From = "id@acme.test", FromName = "Acme", AllowUnencryptedMail = true };

    protected static MailOptions At(SmtpSink sink) => At(sink.Port);

    /// <summary>One more server process, that sends there.</summary>
    protected async Task<MailSender> SenderAsync(MailOptions options, IMailTransport? transport = null)
    {
        var node = await deployment.StartNodeAsync(services =>
        {
            services.AddSingleton(options);
            if (transport is not null)
            {
                services.AddSingleton(transport);
            }
        });
        return node.GetRequiredService<MailSender>();
    }

    protected async Task<Guid> QueueAsync(string recipient)
    {
        var queued = await TryAsync(recipient, "Hello");
        Assert.Empty(queued.Faults);
        return queued.Value;
    }

    protected async Task<Outcome<Guid>> TryAsync(string? recipient, string subject)
    {
        await using var db = await deployment.DatabaseAsync();
        Letter letter = new(subject, new MailBody($"Follow {Link}\n.\nBye\n", $"<p><a href=\"{Link}\">{Link}</a></p>"));
        var queued = deployment.Get<QueueMail>().Add(db, Actor.CommandLine, new NewMail(deployment.PoolId, "invitation", recipient, letter));
        await db.SaveChangesAsync();
        return queued;
    }

    protected async Task<OutboxMailRow> FindAsync(Guid mail)
    {
        await using var db = await deployment.DatabaseAsync();
        return await db.OutboxMails.AsNoTracking().SingleAsync(row => row.Id == mail);
    }

    /// <summary>Also what other tests have left behind.</summary>
    protected static async Task SendAllAsync(MailSender sender)
    {
        while (await sender.SendDueAsync(default) > 0)
        {
        }
    }

    /// <summary>Whom the mail is for, as no other test has it.</summary>
    protected string Somebody() => deployment.Name(GetType().Name.ToLowerInvariant()) + "@acme.test";

    protected static IReadOnlyList<SunkMail> To(SmtpSink sink, string recipient) =>
        [.. sink.Mails.Where(mail => mail.To.Any(line => line.Contains(recipient, StringComparison.OrdinalIgnoreCase)))];
}
