using IdentitySource.Protocol.Token;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Mints what a grant has proven: access token, ID token, and hands over the refresh token.</summary>
public static class TokenIssuer
{
    public static IssuedTokens Issue(TokenRequest request, ProvenGrant proof)
    {
        var (server, application, now) = (request.Server, request.Application, request.Now);
        var authorization = proof.Grant.Authorization;
        var subject = authorization.SubjectId.ToString("N");
        var lifetime = (long)application.Policy.AccessTokenLifetime.TotalSeconds;
        AccessToken token = new()
        {
            Id = AccessToken.NewId(authorization.Id),
            AuthorizationId = authorization.Id,
            Subject = subject,
            ClientId = application.ClientId,
            Scopes = proof.Scopes,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = now.ToUnixTimeSeconds() + lifetime,
        };
        var accessToken = token.Sign(server, server.Keys.Signing(application.AccessTokenAlgorithm, now));

        TokenResponse response = new()
        {
            AccessToken = accessToken,
            ExpiresIn = lifetime,
            IdToken = proof.Scopes.Contains("openid") ? IdTokenFor(request, proof, accessToken).Sign() : null,
            RefreshToken = proof.RefreshToken?.Value,
            Scope = proof.Scopes.ToString(),
        };
        return new IssuedTokens(response, application.Id, authorization.SubjectId, request.Parameters["grant_type"]!);
    }

    /// <summary>Its claims follow the narrowed scope, as the access token does.</summary>
    private static IdToken IdTokenFor(TokenRequest request, ProvenGrant proof, string accessToken) =>
        new(request.Server, request.Application, proof.Grant with { Authorization = proof.Grant.Authorization with { Scopes = proof.Scopes } }, request.Now)
        {
            Nonce = proof.Nonce,
            AccessToken = accessToken,
        };
}
