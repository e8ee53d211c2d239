using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Mail;

/// <summary>Has a mail tried at once, as if it were new: also one that was given up.</summary>
public sealed class SendAgain(IDbContextFactory<IdentitySourceDb> contexts, MailBell bell, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid mailId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // One statement that asks as it writes: a mail that somebody sends at this moment would go out twice.
        var free = db.OutboxMails.Where(row => row.Id == mailId && row.SentAt == null && (row.LeaseUntil == null || row.LeaseUntil <= now));
        if (await free.ExecuteUpdateAsync(
            mails => mails
                .SetProperty(row => row.NextAttemptAt, now)
                .SetProperty(row => row.Attempts, 0)
                .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.GivenUpAt, (DateTimeOffset?)null),
            cancel) == 0)
        {
            return Gone;
        }

        var mail = await db.OutboxMails.AsNoTracking().SingleAsync(row => row.Id == mailId, cancel);
        audit.Add(db, actor, "mail_sent_again", detail: MailNames.Of(mail.Id, mail.Kind, mail.Recipient));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return mailId;
    }

    internal static Fault Gone { get; } = new("mail", "mail_gone", "This mail is sent, is being sent, or is not there any more.");
}
