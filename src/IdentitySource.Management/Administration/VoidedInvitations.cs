using IdentitySource.Management.Audit;
using IdentitySource.Management.Mail;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>Takes invitations away within the caller's transaction, and with them the mails that would still bring their links.</summary>
internal static class VoidedInvitations
{
    /// <param name="db">Of the operators' pool.</param>
    /// <param name="invitations">Some of the context's.</param>
    /// <param name="now">A mail that is being sent by then is not called back.</param>
    public static async Task RemoveAsync(
        IdentitySourceDb db, AuditTrail audit, Actor actor, IQueryable<InvitationRow> invitations, DateTimeOffset now, CancellationToken cancel)
    {
        // The mails stand in the outboxes of the pools that are administered.
        var mails = db.OutboxMails.IgnoreQueryFilters([IdentitySourceDb.PoolFilter]).Where(mail =>
            mail.Kind == InviteAdministrator.MailKind && mail.SentAt == null && (mail.LeaseUntil == null || mail.LeaseUntil <= now)
            && invitations.Any(row => row.AdministeredPoolId == mail.PoolId && row.Email == mail.Recipient));
        foreach (var mail in await mails.AsNoTracking().Select(row => new { row.PoolId, row.Id, row.Kind, row.Recipient }).ToListAsync(cancel))
        {
            audit.Add(db, actor, "mail_discarded", poolId: mail.PoolId, detail: MailNames.Of(mail.Id, mail.Kind, mail.Recipient));
        }

        await mails.ExecuteDeleteAsync(cancel);
        await invitations.ExecuteDeleteAsync(cancel);
    }
}
