using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

internal static class ScopeAndClaims
{
    /// <summary>OIDC Core §3.1.2.1: an authentication request holds the scope <c>openid</c>; this address speaks nothing else.</summary>
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.AskedScopes.Error
        ?? (request.Scopes.Contains("openid")
            ? null
            : ProtocolError.InvalidScope("openid_missing", "The parameter 'scope' must hold 'openid'.").With("given", request.Parameters["scope"]))
        ?? request.AskedClaims.Error;
}
