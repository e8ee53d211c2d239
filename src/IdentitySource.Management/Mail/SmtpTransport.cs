using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace IdentitySource.Management.Mail;

/// <summary>
/// SMTP submission (RFC 6409). Without STARTTLS (RFC 3207) nothing is sent unless the operator has said so: the client stops before
/// it has named a sender, a recipient or its password.
/// </summary>
public sealed class SmtpTransport(MailOptions options) : IMailTransport
{
    public async Task<MailFailure?> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        using var message = Compose(mail);
        using SmtpClient client = new(options.Host!, options.Port)
        {
            EnableSsl = !options.AllowUnencryptedMail,
            DeliveryFormat = SmtpDeliveryFormat.International,
            Credentials = options.UserName is null ? null : new NetworkCredential(options.UserName, options.Password),
        };

        // The client's own timeout counts for nothing when it does not block.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.Timeout);
        try
        {
            await client.SendMailAsync(message, limit.Token).WaitAsync(limit.Token);
            return null;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && Judge(failure) is { } judged)
        {
            return judged;
        }
    }

    private MailMessage Compose(OutgoingMail mail)
    {
        MailMessage message = new(new MailAddress(options.From, options.FromName, Encoding.UTF8), new MailAddress(mail.Recipient))
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{mail.Id:N}@{message.From!.Host}>");

        // RFC 3834 §5: nobody's absence is to be told to a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }

    /// <summary>Null for what is a fault of ours and no answer.</summary>
    private MailFailure? Judge(Exception failure) => failure switch
    {
        OperationCanceledException => new MailFailure("server_timeout"),
        SmtpFailedRecipientException refused => Refused("recipient_refused", refused.StatusCode, isFinal: (int)refused.StatusCode >= 500),
        SmtpException { InnerException: { } inner } when Cause(inner) is { } cause => cause,
        SmtpException { StatusCode: SmtpStatusCode.GeneralFailure } when !options.AllowUnencryptedMail => new MailFailure("tls_missing"),
        SmtpException { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst or (SmtpStatusCode)534 or (SmtpStatusCode)535 } refused => Refused("sign_in_refused", refused.StatusCode),
        SmtpException refused => Refused("mail_refused", refused.StatusCode),
        _ => Cause(failure),
    };

    private static MailFailure? Cause(Exception failure) => failure switch
    {
        AuthenticationException => new MailFailure("tls_untrusted"),
        SocketException or IOException => new MailFailure("server_unreachable"),
        { InnerException: { } inner } => Cause(inner),
        _ => null,
    };

    private static MailFailure Refused(string reason, SmtpStatusCode status, bool isFinal = false) =>
        new(reason, (int)status > 0 ? (int)status : null, isFinal);
}
