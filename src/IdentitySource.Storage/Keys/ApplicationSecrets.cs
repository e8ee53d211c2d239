using System.Text;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Keys;

/// <summary>
/// Secrets of applications: 256 random bits as 43 characters. Kept as a hash, to be compared on every token request, and under the
/// master key, because the secret of an application may have to sign (HS256).
/// </summary>
public sealed class ApplicationSecrets(MasterKey master)
{
    /// <summary>Gives the application a new secret, which signs from now on.</summary>
    /// <param name="previousUntil">How long the one before it still proves the application; null: it is worthless at once.</param>
    /// <returns>The secret in clear, this once.</returns>
    public string Renew(ApplicationRow row, DateTimeOffset? previousUntil = null)
    {
        var secret = TokenHandle.New();
        (row.PreviousSecretHash, row.PreviousSecretUntil) = previousUntil is null ? (null, null) : (row.SecretHash, previousUntil);
        return Keep(row, secret.Value);
    }

    /// <summary>Gives the application the secret that it has in another deployment.</summary>
    /// <returns>The secret.</returns>
    public string Keep(ApplicationRow row, string secret)
    {
        row.SecretHash = new TokenHandle(secret).Hash();
        row.ProtectedSecret = master.Protect(Purpose(row.Id), Encoding.UTF8.GetBytes(secret));
        return secret;
    }

    public string? Read(ApplicationRow row) => ReadBytes(row) is { } secret ? Encoding.UTF8.GetString(secret) : null;

    /// <summary>The secret as a key: its UTF-8 bytes.</summary>
    internal byte[]? ReadBytes(ApplicationRow row) => row.ProtectedSecret is { } kept ? master.Unprotect(Purpose(row.Id), kept) : null;

    private static string Purpose(Guid applicationId) => $"application-secret/{applicationId:N}";
}
