using IdentitySource.Protocol.Token;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Mints what a grant has proven: access token, ID token, and hands over the refresh token; a machine gets the first alone.</summary>
public sealed class TokenIssuer(AccessTokenIssuer accessTokens, MachineTokenIssuer machineTokens)
{
    public Task<IssuedTokens> IssueAsync(TokenRequest request, ProvenGrant proof, CancellationToken cancel) => proof switch
    {
        ProvenGrant.OfPerson person => IssueAsync(request, person, cancel),
        ProvenGrant.OfMachine machine => IssueAsync(request, machine, cancel),
        _ => throw new InvalidOperationException("A proof that is neither a person's nor a machine's."),
    };

    private async Task<IssuedTokens> IssueAsync(TokenRequest request, ProvenGrant.OfPerson proof, CancellationToken cancel)
    {
        var (server, application, now) = (request.Server, request.Application, request.Now);

        var grant = Narrowed(proof);
        var token = await accessTokens.IssueAsync(server, application, grant.Authorization, now, cancel);
        var idToken = Describe(request, proof, token.Value);
        var response = Answer(token, proof) with
        {
            IdToken = proof.Scopes.Contains("openid") ? idToken.Sign() : null,
            RefreshToken = proof.RefreshToken?.Value,
        };
        return new IssuedTokens(response, application.Id, grant.Authorization.SubjectId, request.Parameters["grant_type"]!);
    }

    /// <summary>What the ID token says, before it is signed.</summary>
    public static IdToken Describe(TokenRequest request, ProvenGrant.OfPerson proof, string accessToken) =>
        new(request.Server, request.Application, Narrowed(proof), request.Now) { Nonce = proof.Nonce, AccessToken = accessToken };

    /// <summary>A narrowed scope narrows the claims of the ID token as it does the access token.</summary>
    private static Grant Narrowed(ProvenGrant.OfPerson proof) =>
        proof.Grant with { Authorization = proof.Grant.Authorization with { Scopes = proof.Scopes } };

    private async Task<IssuedTokens> IssueAsync(TokenRequest request, ProvenGrant.OfMachine proof, CancellationToken cancel)
    {
        var token = await machineTokens.IssueAsync(request.Server, request.Application, proof.Key, proof.Scopes, request.Now, cancel);
        return new IssuedTokens(Answer(token, proof), request.Application.Id, SubjectId: null, request.Parameters["grant_type"]!) { AccessKeyId = proof.Key.Id };
    }

    private static TokenResponse Answer(MintedAccessToken token, ProvenGrant proof) => new()
    {
        AccessToken = token.Value,
        ExpiresIn = token.Lifetime,
        Scope = proof.Scopes.ToString(),
        RejectedScope = proof.RejectedScopes is { Count: > 0 } rejected ? rejected.ToString() : null,
    };
}
