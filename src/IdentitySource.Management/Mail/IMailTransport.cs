namespace IdentitySource.Management.Mail;

/// <summary>The way out. One is SMTP; tests have theirs, and a provider's own protocol would be another.</summary>
public interface IMailTransport
{
    /// <returns>Null when the other side has taken the mail on.</returns>
    Task<MailFailure?> SendAsync(OutgoingMail mail, CancellationToken cancel);
}

/// <param name="Id">The same at every try, so that who gets it twice can tell.</param>
public sealed record OutgoingMail(Guid Id, string Recipient, string Subject, string Text, string Html)
{
    /// <summary>Never what it says.</summary>
    public override string ToString() => Id.ToString("N");
}

/// <param name="Reason">A slug.</param>
/// <param name="Status">The mail server's number (RFC 5321 §4.2), where it gave one. Never its text.</param>
/// <param name="IsFinal">Another try would be answered the same.</param>
public sealed record MailFailure(string Reason, int? Status = null, bool IsFinal = false)
{
    /// <summary>As it is kept: <c>mail_refused 554</c>.</summary>
    public override string ToString() => Status is null ? Reason : FormattableString.Invariant($"{Reason} {Status}");
}
