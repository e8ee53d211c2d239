using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// Makes the access tokens of both endpoints, in the format that the application has chosen. A JWT costs no round trip, an opaque
/// one a row.
/// </summary>
public sealed class AccessTokenIssuer(IGrantStore grants)
{
    /// <param name="authorization">Already written; with the scope that the token is to have, which may be less than what was granted.</param>
    public async ValueTask<MintedAccessToken> IssueAsync(
        AuthorizationServer server, Application application, Authorization authorization, DateTimeOffset now, CancellationToken cancel)
    {
        var lifetime = application.Policy.AccessTokenLifetime;
        var token = application.Policy.AccessTokenFormat == AccessTokenFormat.Opaque
            ? await AddAsync(authorization, now, now + lifetime, cancel)
            : Sign(server, application, authorization, now);
        return new MintedAccessToken(token, (long)lifetime.TotalSeconds);
    }

    /// <summary>What a JWT says, before it is signed.</summary>
    public static AccessToken Describe(Application application, Authorization authorization, DateTimeOffset now)
    {
        var issuedAt = now.ToUnixTimeSeconds();
        return new AccessToken
        {
            Id = AccessToken.NewId(authorization.Id),
            AuthorizationId = authorization.Id,
            Subject = authorization.SubjectId.ToString("N"),
            ClientId = application.ClientId,
            Scopes = authorization.Scopes,
            IssuedAt = issuedAt,
            ExpiresAt = issuedAt + (long)application.Policy.AccessTokenLifetime.TotalSeconds,
        };
    }

    private static string Sign(AuthorizationServer server, Application application, Authorization authorization, DateTimeOffset now) =>
        Describe(application, authorization, now).Sign(server, server.Keys.Signing(application.AccessTokenAlgorithm, now));

    private async Task<string> AddAsync(Authorization authorization, DateTimeOffset now, DateTimeOffset end, CancellationToken cancel)
    {
        var handle = OpaqueToken.New();
        await grants.AddAccessTokenAsync(new NewAccessToken(authorization.PoolId, authorization.Id, handle.Hash(), authorization.Scopes, now, end), cancel);
        return handle.Value;
    }
}

/// <summary>An access token as the application gets it.</summary>
/// <param name="Lifetime">Seconds.</param>
public sealed record MintedAccessToken(string Value, long Lifetime)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => "(access token)";
}
