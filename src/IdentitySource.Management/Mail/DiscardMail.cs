using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Mail;

/// <summary>Takes a mail out of the outbox that was not sent. What is left is the trail.</summary>
public sealed class DiscardMail(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid mailId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var free = db.OutboxMails.Where(row => row.Id == mailId && row.SentAt == null && (row.LeaseUntil == null || row.LeaseUntil <= now));
        if (await free.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } mail || await free.ExecuteDeleteAsync(cancel) == 0)
        {
            return SendAgain.Gone;
        }

        audit.Add(db, actor, "mail_discarded", detail: MailNames.Of(mail.Id, mail.Kind, mail.Recipient));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return mailId;
    }
}
