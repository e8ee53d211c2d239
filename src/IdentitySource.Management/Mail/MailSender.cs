using System.Security.Cryptography;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Management.Mail;

/// <summary>
/// Sends the mails that are due, of all pools. Every server has one of these; what one has taken the others leave alone until its
/// lease is over.
/// </summary>
public sealed partial class MailSender(OutboxStore outbox, MailBodies bodies, MailRoad road, MailBell bell, IDatabaseFaults faults, ILogger<MailSender> log)
    : BackgroundService
{
    private const int BatchSize = 5;

    /// <summary>How soon this server notices what another one has written, or left behind.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>The whole batch one after another, each as slow as it may be, and some time to write it down.</summary>
    private readonly TimeSpan lease = (road.Options.Timeout * BatchSize) + TimeSpan.FromMinutes(1);

    /// <returns>How many were tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancel)
    {
        var tried = 0;
        foreach (var mail in await outbox.ClaimAsync(BatchSize, lease, cancel))
        {
            if (cancel.IsCancellationRequested)
            {
                await outbox.ReleaseAsync(mail, CancellationToken.None);
                continue;
            }

            // Whoever hung up now would not know whether it was taken on: the last one is waited for, which the timeout bounds.
            await SendAsync(mail, CancellationToken.None);
            tried++;
        }

        return tried;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (road.Options.IsConfigured && !stoppingToken.IsCancellationRequested)
        {
            var tried = 0;
            try
            {
                tried = await SendDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log(failure);
            }

            if (tried < BatchSize)
            {
                await bell.WaitAsync(Interval, stoppingToken);
            }
        }
    }

    private async Task SendAsync(ClaimedMail mail, CancellationToken cancel)
    {
        var failure = await TryAsync(mail, cancel);
        if (failure is null)
        {
            await outbox.SentAsync(mail, cancel);
            return;
        }

        var pause = failure.IsFinal ? null : MailPatience.After(mail.Attempt);
        if (pause is null)
        {
            LogGivenUp(mail.Id, mail.PoolId, failure.ToString(), mail.Attempt);
        }
        else
        {
            LogFailed(mail.Id, mail.PoolId, failure.ToString(), mail.Attempt);
        }

        await outbox.FailedAsync(mail, failure.ToString(), pause, cancel);
    }

    private async Task<MailFailure?> TryAsync(ClaimedMail mail, CancellationToken cancel)
    {
        try
        {
            var body = bodies.Read(mail.Id, mail.ProtectedBody ?? []);
            return await road.Transport.SendAsync(new OutgoingMail(mail.Id, mail.Recipient, mail.Subject, body.Text, body.Html), cancel);
        }
        catch (CryptographicException)
        {
            return new MailFailure("mail_unreadable", IsFinal: true);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One mail that cannot be written down must not keep those behind it waiting.
            LogBroken(mail.Id, failure.GetType().Name);
            return new MailFailure("mail_broken");
        }
    }

    private void Log(Exception failure)
    {
        if (faults.IsOutage(failure))
        {
            LogAway(failure.Message);
        }
        else
        {
            LogStuck(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail {Mail} of pool {Pool} was not taken ({Why}, try {Attempt}); it is tried again.")]
    private partial void LogFailed(Guid mail, Guid pool, string why, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail {Mail} of pool {Pool} is given up ({Why}, try {Attempt}); it stays in the outbox.")]
    private partial void LogGivenUp(Guid mail, Guid pool, string why, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail {Mail} could not be handed over: {Exception}")]
    private partial void LogBroken(Guid mail, string exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; mails wait. {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mails could not be looked for.")]
    private partial void LogStuck(Exception failure);
}

/// <summary>Where mails go, and how.</summary>
public sealed record MailRoad(MailOptions Options, IMailTransport Transport);
