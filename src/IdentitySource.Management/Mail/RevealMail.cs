using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Mail;

/// <summary>Shows what a mail says that was not sent, so that it can be handed over otherwise. Who looked is written down.</summary>
public sealed class RevealMail(IDbContextFactory<IdentitySourceDb> contexts, MailBodies bodies, AuditTrail audit)
{
    public async Task<Outcome<RevealedMail>> RunAsync(Actor actor, Guid poolId, Guid mailId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await db.OutboxMails.AsNoTracking().SingleOrDefaultAsync(row => row.Id == mailId, cancel) is not { ProtectedBody: { } kept } mail)
        {
            return SendAgain.Gone;
        }

        var body = bodies.Read(mail.Id, kept);
        audit.Add(db, actor, "mail_revealed", detail: MailNames.Of(mail.Id, mail.Kind, mail.Recipient));
        await db.SaveChangesAsync(cancel);
        return new RevealedMail(mail.Id, mail.Recipient, mail.Subject, body.Text);
    }
}

public sealed record RevealedMail(Guid Id, string Recipient, string Subject, string Text)
{
    /// <summary>Never what it says.</summary>
    public override string ToString() => Id.ToString("N");
}
