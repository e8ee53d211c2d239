namespace IdentitySource.Management.Mail;

/// <summary>The mail server that takes our mails. Without one they wait in the outbox, and nothing is tried.</summary>
public sealed record MailOptions
{
    /// <summary>Of submission with STARTTLS (RFC 6409 §3.1).</summary>
    public const int SubmissionPort = 587;

    /// <summary>Shorter than the server's patience when it stops: it finishes the mail on the line.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Its name or address. None: mails wait in the outbox.</summary>
    public string? Host { get; init; }

    /// <summary>Of submission with STARTTLS; TLS from the first byte (465) is not spoken.</summary>
    public int Port { get; init; } = SubmissionPort;

    /// <summary>The sender's address; needed with a host.</summary>
    public string From { get; init; } = "";

    /// <summary>What the sender is called.</summary>
    public string? FromName { get; init; }

    /// <summary>Needed with a password.</summary>
    public string? UserName { get; init; }

    /// <summary>Needed with a user name.</summary>
    public string? Password { get; init; }

    /// <summary>For one mail, from the connection to the last answer; 25 seconds at most, since a server that stops finishes the mail on the line.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Sends without TLS, for a relay on this machine or in a network of trust; not together with a password. Whoever listens on the
    /// way reads the links that mails carry.
    /// </summary>
    public bool AllowUnencryptedMail { get; init; }

    public bool IsConfigured => Host is not null;

    /// <summary>Never the password.</summary>
    public override string ToString() => IsConfigured ? $"{Host}:{Port}" : "(no mail)";
}
