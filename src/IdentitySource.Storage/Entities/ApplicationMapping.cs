using System.Collections.Frozen;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Storage.Entities;

/// <summary>What the protocol sees of an application's row.</summary>
public static class ApplicationMapping
{
    public static Application ToApplication(this ApplicationRow row, ApplicationSecrets secrets) => new()
    {
        Id = row.Id,
        PoolId = row.PoolId,
        Name = row.Name,
        Type = row.Type,
        Enabled = row.Enabled,
        Version = row.Version,
        RedirectUris = row.RedirectUris,
        PostLogoutRedirectUris = row.PostLogoutRedirectUris,
        AllowedOrigins = row.AllowedOrigins,
        GrantTypes = row.GrantTypes.ToFrozenSet(StringComparer.Ordinal),
        ResponseTypes = row.ResponseTypes.ToFrozenSet(StringComparer.Ordinal),
        Authentication = new EndpointAuthentication(row.TokenAuthentication, row.IntrospectionAuthentication, row.RevocationAuthentication),
        SecretHash = row.SecretHash,
        // Readable in memory only where it has to sign.
        SigningSecret = row.IdTokenAlgorithm == SigningAlgorithm.HS256 ? secrets.ReadBytes(row) : null,
        PreviousSecretHash = row.PreviousSecretHash,
        PreviousSecretUntil = row.PreviousSecretUntil ?? DateTimeOffset.MinValue,
        IdTokenAlgorithm = row.IdTokenAlgorithm,
        AccessTokenAlgorithm = row.AccessTokenAlgorithm,
        Policy = row.Policy,
    };
}
