using IdentitySource.Management.Mail;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Mail;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

public class SendingMails(TestDeployment deployment) : MailWork(deployment)
{
    [Fact, Attack("ST-17")]
    public async Task While_the_mail_server_is_down_a_mail_waits_and_when_it_is_back_it_leaves_once()
    {
        var (somebody, port) = (Somebody(), await SmtpSink.ClosedPortAsync());
        var sender = await SenderAsync(At(port));
        var mail = await QueueAsync(somebody);

        await SendAllAsync(sender);
        var waiting = await FindAsync(mail);
        Assert.Equal(("server_unreachable", 1, null, null), (waiting.LastError, waiting.Attempts, waiting.SentAt, waiting.GivenUpAt));
        Assert.Equal(Deployment.Clock.Now.AddMinutes(1), waiting.NextAttemptAt);
        Assert.NotNull(waiting.ProtectedBody);

        await using SmtpSink sink = new(port);
        await SendAllAsync(sender);
        Assert.Empty(To(sink, somebody));
        Deployment.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAllAsync(sender);
        Deployment.Clock.Advance(TimeSpan.FromDays(1));
        await SendAllAsync(sender);

        var sent = Assert.Single(To(sink, somebody));
        Assert.StartsWith("MAIL FROM:<id@acme.test>", sent.From, StringComparison.Ordinal);
        Assert.Equal($"RCPT TO:<{somebody}>", Assert.Single(sent.To));
        Assert.Equal(("Hello", "auto-generated", $"<{mail:N}@acme.test>"), (sent.Header("Subject"), sent.Header("Auto-Submitted"), sent.Header("Message-ID")));
        Assert.Equal($"Follow {Link}\r\n.\r\nBye", sent.Part("text/plain").ReplaceLineEndings("\r\n").TrimEnd());
        Assert.Contains($"href=\"{Link}\"", sent.Part("text/html"), StringComparison.Ordinal);
        var done = await FindAsync(mail);
        Assert.Equal((2, null, null, null), (done.Attempts, done.ProtectedBody, done.NextAttemptAt, done.LastError));
        Assert.NotNull(done.SentAt);
    }

    [Fact, Attack("ST-17")]
    public async Task Several_servers_at_once_send_each_mail_once()
    {
        await using SmtpSink sink = new();
        var people = Enumerable.Range(0, 24).Select(_ => Somebody()).ToList();
        foreach (var somebody in people)
        {
            await QueueAsync(somebody);
        }

        var senders = new[] { await SenderAsync(At(sink)), await SenderAsync(At(sink)), await SenderAsync(At(sink)) };
        await Task.WhenAll(senders.Select(sender => Task.Run(() => SendAllAsync(sender))));

        Assert.All(people, somebody => Assert.Single(To(sink, somebody)));
    }

    [Fact, Attack("ST-17")]
    public async Task What_a_killed_server_had_taken_another_one_sends_later()
    {
        await using SmtpSink sink = new();
        var (somebody, sender) = (Somebody(), await SenderAsync(At(sink)));
        await QueueAsync(somebody);
        Assert.NotEmpty(await Deployment.Get<OutboxStore>().ClaimAsync(100, TimeSpan.FromMinutes(3), default));

        await SendAllAsync(sender);
        Assert.Empty(To(sink, somebody));
        Deployment.Clock.Advance(TimeSpan.FromMinutes(3));
        await SendAllAsync(sender);
        Assert.Single(To(sink, somebody));
    }

    [Fact]
    public async Task A_server_that_comes_back_after_another_took_over_changes_nothing()
    {
        var mail = await QueueAsync(Somebody());
        var outbox = Deployment.Get<OutboxStore>();
        var late = (await outbox.ClaimAsync(100, TimeSpan.FromMinutes(3), default)).Single(each => each.Id == mail);
        Deployment.Clock.Advance(TimeSpan.FromMinutes(3));
        var claimed = (await outbox.ClaimAsync(100, TimeSpan.FromMinutes(3), default)).Single(each => each.Id == mail);

        await outbox.FailedAsync(late, "server_timeout", null, default);
        await outbox.ReleaseAsync(late, default);
        Assert.Equal((null, null, 2), ((await FindAsync(mail)).LastError, (await FindAsync(mail)).GivenUpAt, (await FindAsync(mail)).Attempts));
        await outbox.SentAsync(claimed, default);
        Assert.NotNull((await FindAsync(mail)).SentAt);
    }

    [Fact]
    public async Task Tries_come_further_apart_and_end_after_three_days_with_the_mail_still_there()
    {
        await using SmtpSink sink = new() { Answer = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "451 later" : null };
        var (somebody, sender) = (Somebody(), await SenderAsync(At(sink)));
        var mail = await QueueAsync(somebody);
        var begun = Deployment.Clock.Now;
        List<double> pauses = [];
        for (var row = await FindAsync(mail); row.GivenUpAt is null; row = await FindAsync(mail))
        {
            Deployment.Clock.Advance(row.NextAttemptAt!.Value - Deployment.Clock.Now);
            pauses.Add((Deployment.Clock.Now - begun).TotalMinutes);
            await SendAllAsync(sender);
        }

        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123, 183], pauses.Take(9));
        Assert.Equal(MailPatience.MostAttempts, pauses.Count);
        Assert.InRange((Deployment.Clock.Now - begun).TotalDays, 2.9, 3.1);
        var given = await FindAsync(mail);
        Assert.Equal(("mail_refused 451", null), (given.LastError, given.NextAttemptAt));
        Assert.NotNull(given.ProtectedBody);

        sink.Answer = _ => null;
        Assert.Empty((await Deployment.Get<SendAgain>().RunAsync(Actor.CommandLine, Deployment.PoolId, mail, default)).Faults);
        await SendAllAsync(sender);
        Assert.Single(To(sink, somebody));
        Assert.Null((await FindAsync(mail)).GivenUpAt);
    }

    [Theory]
    [InlineData("RCPT", "550 nobody here", "recipient_refused 550", true)]
    [InlineData("RCPT", "450 busy", "recipient_refused 450", false)]
    [InlineData("END", "554 looks like spam canary-text", "mail_refused 554", false)]
    [InlineData("MAIL", "-421 going down", "mail_refused 421", false)]
    [InlineData("MAIL", "530 sign in first", "sign_in_refused 530", false)]
    [InlineData("EHLO", "-554 go away", "mail_refused 554", false)]
    public async Task What_the_mail_server_says_is_kept_as_its_number_and_never_in_its_words(string command, string answer, string error, bool final)
    {
        await using SmtpSink sink = new() { Answer = line => line.StartsWith(command, StringComparison.Ordinal) || (command == "EHLO" && line.StartsWith("HELO", StringComparison.Ordinal)) ? answer : null };
        var mail = await QueueAsync(Somebody());
        await SendAllAsync(await SenderAsync(At(sink)));
        var row = await FindAsync(mail);
        Assert.Equal((error, final), (row.LastError, row.GivenUpAt is not null));
        Assert.Empty(sink.Mails);
        await Deployment.Get<DiscardMail>().RunAsync(Actor.CommandLine, Deployment.PoolId, mail, default);
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_tried_and_nothing_is_lost()
    {
        var mail = await QueueAsync(Somebody());
        using var sender = await SenderAsync(new MailOptions());
        await sender.StartAsync(default);
        await sender.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(20));
        var row = await FindAsync(mail);
        Assert.Equal((0, null), (row.Attempts, row.LastError));
        Assert.False((await Deployment.Get<ListOutbox>().CountAsync(Deployment.PoolId, default)).Configured);
    }
}
