using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Checks;

internal static class ScopeAndClaims
{
    /// <summary>OIDC Core §3.1.2.1: an authentication request holds the scope <c>openid</c>; this address speaks nothing else.</summary>
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.AskedScopes.Error
        ?? (request.Server.Provider == ProviderKind.OAuth || request.Scopes.Contains("openid")
            ? null
            : ProtocolError.InvalidScope("openid_missing", "The parameter 'scope' must hold 'openid'.").With("given", request.Parameters["scope"]))
        ?? request.AskedClaims.Error
        // OIDC Core §5.5.1.1: an essential acr that we cannot reach is a sign-in that failed.
        ?? (request.Claims.EssentialContexts is [_, ..] contexts && !contexts.Any(AuthenticationContext.Supported.Contains)
            ? new ProtocolError("unmet_authentication_requirements", "acr_essential_unmet", "The requested authentication context cannot be reached.")
                .With("given", string.Join(' ', contexts))
            : null);
}
