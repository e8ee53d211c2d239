namespace IdentitySource.Management.Mail;

/// <summary>The mail server that takes our mails. Without one they wait in the outbox, and nothing is tried.</summary>
public sealed record MailOptions
{
    /// <summary>Of submission with STARTTLS (RFC 6409 §3.1).</summary>
    public const int SubmissionPort = 587;

    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    public string? Host { get; init; }

    public int Port { get; init; } = SubmissionPort;

    /// <summary>The sender's address.</summary>
    public string From { get; init; } = "";

    public string? FromName { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>For one mail, from the connection to the last answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whoever listens on the way reads the links that mails carry, so it has to be said.</summary>
    public bool AllowUnencryptedMail { get; init; }

    public bool IsConfigured => Host is not null;

    /// <summary>Never the password.</summary>
    public override string ToString() => IsConfigured ? $"{Host}:{Port}" : "(no mail)";
}
