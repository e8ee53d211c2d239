namespace IdentitySource.Management.Mail;

/// <summary>Names the texts of mails.</summary>
public sealed class MailTexts;
