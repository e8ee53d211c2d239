using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Token;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Mints what a grant has proven: access token, ID token, and hands over the refresh token.</summary>
public static class TokenIssuer
{
    public static IssuedTokens Issue(TokenRequest request, ProvenGrant proof)
    {
        var (server, application, now) = (request.Server, request.Application, request.Now);

        // A narrowed scope narrows the claims of the ID token as it does the access token.
        var grant = proof.Grant with { Authorization = proof.Grant.Authorization with { Scopes = proof.Scopes } };
        var token = Mint(server, application, grant.Authorization, now);
        IdToken idToken = new(server, application, grant, now) { Nonce = proof.Nonce, AccessToken = token.Value };
        TokenResponse response = new()
        {
            AccessToken = token.Value,
            ExpiresIn = token.Lifetime,
            IdToken = proof.Scopes.Contains("openid") ? idToken.Sign() : null,
            RefreshToken = proof.RefreshToken?.Value,
            Scope = proof.Scopes.ToString(),
        };
        return new IssuedTokens(response, application.Id, grant.Authorization.SubjectId, request.Parameters["grant_type"]!);
    }

    /// <summary>An access token for what the authorization grants; the one place that makes them, for both endpoints.</summary>
    public static MintedAccessToken Mint(AuthorizationServer server, Application application, Authorization authorization, DateTimeOffset now)
    {
        var lifetime = (long)application.Policy.AccessTokenLifetime.TotalSeconds;
        AccessToken token = new()
        {
            Id = AccessToken.NewId(authorization.Id),
            AuthorizationId = authorization.Id,
            Subject = authorization.SubjectId.ToString("N"),
            ClientId = application.ClientId,
            Scopes = authorization.Scopes,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = now.ToUnixTimeSeconds() + lifetime,
        };
        return new MintedAccessToken(token.Sign(server, server.Keys.Signing(application.AccessTokenAlgorithm, now)), lifetime);
    }
}

/// <summary>An access token as the application gets it.</summary>
/// <param name="Lifetime">Seconds.</param>
public sealed record MintedAccessToken(string Value, long Lifetime)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => "(access token)";
}
