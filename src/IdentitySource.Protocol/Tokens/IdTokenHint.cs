using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// An ID token of ours that comes back as a hint (OIDC Core §3.1.2.1, RP-Initiated Logout §2). It may be expired; it must be
/// ours, of this issuer, and an ID token and nothing else. A hint is never an identity.
/// </summary>
public sealed record IdTokenHint(Guid SubjectId, string ClientId, string? SessionId)
{
    /// <summary>Null inside the result when no hint was sent.</summary>
    /// <param name="application">Who may have signed with its secret, if that is how its ID tokens are signed.</param>
    public static Result<IdTokenHint?> Read(AuthorizationServer server, string? token, Application? application)
    {
        if (token is null)
        {
            return (IdTokenHint?)null;
        }

        // Every key the ring still holds may have signed it: a hint outlives the token's own end.
        if (IdTokenSignature.Verify(token, [.. server.Keys.Keys.Select(key => key.Key)], application, out var why) is not { } verified)
        {
            return ProtocolError.InvalidRequest("hint_unverified", "The parameter 'id_token_hint' is not an ID token of this issuer.").With("check", why);
        }

        return verified.String("iss") == server.Issuer
            && Guid.TryParseExact(verified.String("sub"), "N", out var subject)
            && verified.Audience is [var clientId]
                ? new IdTokenHint(subject, clientId, verified.String("sid"))
                : ProtocolError.InvalidRequest("hint_of_other_issuer", "The parameter 'id_token_hint' is not an ID token of this issuer.");
    }
}
