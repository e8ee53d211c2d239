using System.Text;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Applications;

/// <summary>
/// Secrets of applications: 256 random bits as 43 characters. Kept as a hash, to be compared on every token request, and under the
/// master key, because the secret of an application may have to sign (HS256).
/// </summary>
public sealed class ApplicationSecrets(MasterKey master)
{
    /// <summary>Gives the application a new secret; the one before it is worthless at once.</summary>
    /// <returns>The secret in clear, this once.</returns>
    public string Renew(ApplicationRow row)
    {
        var secret = TokenHandle.New();
        row.SecretHash = secret.Hash();
        row.ProtectedSecret = master.Protect(Purpose(row.Id), Encoding.UTF8.GetBytes(secret.Value));
        return secret.Value;
    }

    public string? Read(ApplicationRow row) =>
        row.ProtectedSecret is { } kept ? Encoding.UTF8.GetString(master.Unprotect(Purpose(row.Id), kept)) : null;

    private static string Purpose(Guid applicationId) => $"application-secret/{applicationId:N}";
}
