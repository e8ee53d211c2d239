using System.Collections.Frozen;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Storage.Entities;

/// <summary>What the protocol sees of an application's row.</summary>
public static class ApplicationMapping
{
    public static Application ToApplication(this ApplicationRow row) => new()
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
        PreviousSecretHash = row.PreviousSecretHash,
        PreviousSecretUntil = row.PreviousSecretUntil ?? DateTimeOffset.MinValue,
        IdTokenAlgorithm = row.IdTokenAlgorithm,
        AccessTokenAlgorithm = row.AccessTokenAlgorithm,
        Policy = row.Policy,
    };
}
