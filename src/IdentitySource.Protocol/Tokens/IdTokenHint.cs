using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// An ID token of ours that comes back as a hint (OIDC Core §3.1.2.1, RP-Initiated Logout §2). It may be expired; it must be
/// ours, of this issuer, and an ID token and nothing else. A hint is never an identity.
/// </summary>
public sealed record IdTokenHint(Guid SubjectId, string ClientId, string? SessionId)
{
    /// <summary>The application that a hint says it was issued to, before anything is verified: to find out whose secret may have signed it.</summary>
    public static string? ClaimedClientId(string? token) => UnverifiedJws.Audience(token) is [var clientId] ? clientId : null;

    /// <summary>Null inside the result when no hint was sent.</summary>
    /// <param name="application">Who may have signed with its secret, if that is how its ID tokens are signed.</param>
    public static Result<IdTokenHint?> Read(AuthorizationServer server, string? token, Application? application)
    {
        if (token is null)
        {
            return (IdTokenHint?)null;
        }

        if (Verify(server, token, application, out var why) is not { } verified)
        {
            return ProtocolError.InvalidRequest("hint_unverified", "The parameter 'id_token_hint' is not an ID token of this issuer.").With("check", why);
        }

        return verified.String("iss") == server.Issuer
            && Guid.TryParseExact(verified.String("sub"), "N", out var subject)
            && verified.Audience is [var clientId]
                ? new IdTokenHint(subject, clientId, verified.String("sid"))
                : ProtocolError.InvalidRequest("hint_of_other_issuer", "The parameter 'id_token_hint' is not an ID token of this issuer.");
    }

    /// <summary>
    /// Every key the ring still holds may have signed it: a hint outlives the token's own end. A secret is its application's own, and
    /// whoever knows it must not speak for another application with it.
    /// </summary>
    private static VerifiedJws? Verify(AuthorizationServer server, string token, Application? application, out string? why)
    {
        if (Jws.Verify(token, [.. server.Keys.Keys.Select(key => key.Key)], IdToken.Typ, out why) is { } verified)
        {
            return verified;
        }

        return application?.SigningSecret is { } secret && Jws.VerifyHs256(token, secret, IdToken.Typ, out why) is { } own
            && own.Audience is [var clientId] && clientId == application.ClientId
                ? own
                : null;
    }
}
