using IdentitySource.Protocol.Token;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Mints what a grant has proven: access token, ID token, and hands over the refresh token.</summary>
public sealed class TokenIssuer(AccessTokenIssuer accessTokens)
{
    public async Task<IssuedTokens> IssueAsync(TokenRequest request, ProvenGrant proof, CancellationToken cancel)
    {
        var (server, application, now) = (request.Server, request.Application, request.Now);

        // A narrowed scope narrows the claims of the ID token as it does the access token.
        var grant = proof.Grant with { Authorization = proof.Grant.Authorization with { Scopes = proof.Scopes } };
        var token = await accessTokens.IssueAsync(server, application, grant.Authorization, now, cancel);
        IdToken idToken = new(server, application, grant, now) { Nonce = proof.Nonce, AccessToken = token.Value };
        TokenResponse response = new()
        {
            AccessToken = token.Value,
            ExpiresIn = token.Lifetime,
            IdToken = proof.Scopes.Contains("openid") ? idToken.Sign() : null,
            RefreshToken = proof.RefreshToken?.Value,
            Scope = proof.Scopes.ToString(),
            RejectedScope = proof.RejectedScopes is { Count: > 0 } rejected ? rejected.ToString() : null,
        };
        return new IssuedTokens(response, application.Id, grant.Authorization.SubjectId, request.Parameters["grant_type"]!);
    }
}
