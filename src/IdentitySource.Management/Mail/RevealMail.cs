using System.Security.Cryptography;
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

        if (Read(mail.Id, kept) is not { } body)
        {
            return new Fault("mail", "mail_unreadable", "The mail cannot be read with this master key.");
        }

        audit.Add(db, actor, "mail_revealed", detail: MailNames.Of(mail.Id, mail.Kind, mail.Recipient));
        await db.SaveChangesAsync(cancel);
        return new RevealedMail(mail.Id, mail.Recipient, mail.Subject, body.Text);
    }

    private MailBody? Read(Guid mailId, byte[] kept)
    {
        try
        {
            return bodies.Read(mailId, kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

public sealed record RevealedMail(Guid Id, string Recipient, string Subject, string Text)
{
    /// <summary>Never what it says.</summary>
    public override string ToString() => Id.ToString("N");
}
