using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token.Grants;

/// <summary>Redeems an authorization code, RFC 6749 §4.1.3. Minting is the endpoint's job.</summary>
public sealed class AuthorizationCodeGrant(IGrantStore grants) : IGrant
{
    public string GrantType => "authorization_code";

    public async Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, CancellationToken cancel)
    {
        if (request.Parameters["code"] is not { } code)
        {
            return ProtocolError.InvalidRequest("code_missing", "The parameter 'code' is missing.");
        }

        // The refresh token is written by the same statement that takes the code: both happen, or neither.
        var refresh = TokenHandle.New();
        var policy = request.Application.Policy;
        NewRefreshToken next = new(
            request.Application.MayUse("refresh_token") ? refresh.Hash() : null, policy.RefreshTokenLifetime, policy.RefreshAbsoluteLifetime);
        var taken = await grants.TakeCodeAsync(request.Server.PoolId, request.Server.Id, new TokenHandle(code).Hash(), next, request.Now, cancel);

        return taken switch
        {
            TakenCode.First first => await ProveAsync(request, first, next.Hash is null ? null : refresh),
            TakenCode.Again again => await ReplayedAsync(request, again),
            _ => ProtocolError.InvalidGrant("code_unknown"),
        };
    }

    private async Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, TakenCode.First taken, TokenHandle? refresh)
    {
        var (code, grant) = taken;
        if (Check(request, code, grant) is not { } refusal)
        {
            var authorization = grant.Authorization;
            return new ProvenGrant.OfPerson(grant, authorization.Scopes, authorization.Offline ? refresh : null, authorization.Nonce)
            {
                RejectedScopes = authorization.RejectedScopes,
            };
        }

        // The code was taken before it was checked: a wrong verifier burns it, and what the statement prepared goes with it.
        // Whoever hangs up does not keep it alive.
        await grants.RevokeAsync(request.Server.PoolId, grant.Authorization.Id, refusal.Reason, request.Now, CancellationToken.None);
        return refusal with { SubjectId = grant.Authorization.SubjectId };
    }

    /// <summary>RFC 6749 §4.1.2: a code seen twice has leaked; what it bought the first time is revoked.</summary>
    private async Task<Result<ProvenGrant>> ReplayedAsync(TokenRequest request, TakenCode.Again again)
    {
        await grants.RevokeAsync(request.Server.PoolId, again.AuthorizationId, "code_replayed", request.Now, CancellationToken.None);
        return ProtocolError.InvalidGrant("code_replayed").With("authorization", again.AuthorizationId.ToString("N"));
    }

    private static ProtocolError? Check(TokenRequest request, AuthorizationCode code, Grant grant) =>
        grant.Authorization.ApplicationId != request.Application.Id ? ProtocolError.InvalidGrant("code_of_other_application")
        : code.ExpiresAt <= request.Now ? ProtocolError.InvalidGrant("code_expired").With("expired_at", code.ExpiresAt.ToString("O"))
        : code.RedirectUri != request.Parameters["redirect_uri"]
            ? ProtocolError.InvalidGrant("redirect_uri_differs").With("given", request.Parameters["redirect_uri"]).With("expected", code.RedirectUri)
        : grant.Dead() is { } why ? ProtocolError.InvalidGrant("code_grant_ended").With("why", why)
        // A logout between issue and exchange: nobody is there any more to be signed in, offline access or not.
        : grant.SessionEnded ? ProtocolError.InvalidGrant("code_session_ended")
        : Pkce.Verify(request.Parameters["code_verifier"], code.Challenge);
}
