using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Mail;

/// <summary>
/// Puts a mail into the outbox, within the caller's transaction: what the mail tells of and the mail are there together or not at
/// all. It is sent afterwards, by whichever server is free; whether that goes well tells nobody who asked for it anything.
/// </summary>
public sealed class QueueMail(MailBodies bodies, MailBell bell, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Written with the context's next save; then the caller rings with <see cref="Ring"/>.</summary>
    /// <param name="field">The input that the address came from.</param>
    public Outcome<Guid> Add(IdentitySourceDb db, Actor actor, NewMail mail, string field = "recipient")
    {
        // Plain addresses have no comma, no angle bracket and no line break, so this is one mailbox and no header.
        if (Identifiers.Email(mail.Recipient) is not { } recipient)
        {
            return new Fault(field, "email_malformed", "This is not a plain e-mail address.");
        }

        if (mail.Letter.Subject is not { Length: > 0 and <= OutboxMailRow.LongestSubject } subject || !LookupNames.IsPlain(subject))
        {
            return new Fault("subject", "subject_malformed", $"A subject is one line of 1 to {OutboxMailRow.LongestSubject} visible characters.");
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        db.OutboxMails.Add(new OutboxMailRow
        {
            PoolId = mail.PoolId,
            Id = id,
            Kind = mail.Kind,
            Recipient = recipient,
            Subject = subject,
            ProtectedBody = bodies.Protect(id, mail.Letter.Body),
            CreatedAt = now,
            NextAttemptAt = now,
        });
        audit.Add(db, actor, "mail_queued", poolId: mail.PoolId, detail: MailNames.Of(id, mail.Kind, recipient));
        return id;
    }

    public void Ring() => bell.Ring();
}

/// <param name="PoolId">Whose administrators see it.</param>
/// <param name="Kind">A slug: <c>invitation</c>.</param>
public sealed record NewMail(Guid PoolId, string Kind, string? Recipient, Letter Letter);

/// <summary>How the trail names a mail; never by what it says.</summary>
internal static class MailNames
{
    public static Dictionary<string, object?> Of(Guid id, string kind, string recipient) => new() { ["mail"] = id.ToString("N"), ["mail_kind"] = kind, ["recipient"] = recipient };
}
