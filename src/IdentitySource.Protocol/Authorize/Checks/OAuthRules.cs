using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

/// <summary>What the OAuth 2.0 provider asks for beyond the rules that both providers share.</summary>
internal static class OAuthRules
{
    /// <summary>RFC 6749 §10.12: without a nonce and with PKCE optional, <c>state</c> is what ties the answer to the request.</summary>
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.Server.Provider != ProviderKind.OAuth ? null
        : request.State is null ? ProtocolError.InvalidRequest("oauth_state_missing", "The parameter 'state' is missing.")
        : request.AskedScopes.Error
        ?? (request.Scopes.Count == 0
            ? ProtocolError.InvalidScope("oauth_scope_unknown", "The parameter 'scope' holds nothing that this server knows.").With("given", request.Parameters["scope"])
            : null);
}
