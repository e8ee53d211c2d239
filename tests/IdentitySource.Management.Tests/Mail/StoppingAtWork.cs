using IdentitySource.Management.Mail;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Mail;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

public class StoppingAtWork(TestDeployment deployment) : MailWork(deployment)
{
    [Fact, Attack("ST-17")]
    public async Task The_mail_that_is_on_the_line_is_waited_for_and_those_behind_it_are_left_to_others()
    {
        SlowTransport transport = new();
        var sender = await SenderAsync(At(1), transport);
        var mails = new[] { await QueueAsync(Somebody()), await QueueAsync(Somebody()), await QueueAsync(Somebody()) };
        using CancellationTokenSource stopping = new();
        var sending = sender.SendDueAsync(stopping.Token);
        var first = await transport.Begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await stopping.CancelAsync();
        transport.Go.SetResult();

        Assert.Equal(1, await sending.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.NotNull((await FindAsync(first)).SentAt);
        foreach (var other in mails.Where(mail => mail != first))
        {
            var row = await FindAsync(other);
            Assert.Equal((0, null, Deployment.Clock.Now), (row.Attempts, row.LeaseUntil, row.NextAttemptAt));
        }
    }

    [Fact]
    public async Task A_mail_leaves_when_it_is_written_without_a_wait_for_the_next_look()
    {
        await using SmtpSink sink = new();
        var node = await Deployment.StartNodeAsync(services => services.AddSingleton(At(sink)));
        using var sender = node.GetRequiredService<MailSender>();
        await sender.StartAsync(default);
        await Eventually.TrueAsync(async () => await sender.SendDueAsync(default) == 0);
        var somebody = Somebody();

        Assert.Empty((await node.GetRequiredService<SendTestMail>().RunAsync(Actor.CommandLine, Deployment.PoolId, somebody, default)).Faults);

        await Eventually.TrueAsync(() => Task.FromResult(To(sink, somebody).Count == 1));
        await sender.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Takes every mail on, when it is let.</summary>
    private sealed class SlowTransport : IMailTransport
    {
        public TaskCompletionSource<Guid> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<MailFailure?> SendAsync(OutgoingMail mail, CancellationToken cancel)
        {
            Begun.TrySetResult(mail.Id);
            await Go.Task;
            return null;
        }
    }
}
