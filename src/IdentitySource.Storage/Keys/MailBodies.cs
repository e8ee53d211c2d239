using System.Text.Json;

namespace IdentitySource.Storage.Keys;

/// <summary>What a mail says, under the master key: it is often a link that lets somebody in.</summary>
public sealed class MailBodies(MasterKey master)
{
    /// <param name="mailId">Its body is readable in no other row.</param>
    public byte[] Protect(Guid mailId, MailBody body) => master.Protect(Purpose(mailId), JsonSerializer.SerializeToUtf8Bytes(body));

    /// <exception cref="System.Security.Cryptography.CryptographicException">Kept under another key, for another mail, or changed since.</exception>
    public MailBody Read(Guid mailId, byte[] kept) => JsonSerializer.Deserialize<MailBody>(master.Unprotect(Purpose(mailId), kept))!;

    private static string Purpose(Guid mailId) => $"outbox-mail/{mailId:N}";
}

/// <summary>One text twice, for programs that show HTML and for those that do not.</summary>
public sealed record MailBody(string Text, string Html)
{
    /// <summary>Never what it says.</summary>
    public override string ToString() => "(mail)";
}
