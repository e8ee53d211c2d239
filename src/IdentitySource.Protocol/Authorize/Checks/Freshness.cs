using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

/// <summary>What the request says about who must be here and how lately they proved it (OIDC Core §3.1.2.1).</summary>
internal static class Freshness
{
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.AskedPrompt.Error
        ?? (request.Parameters["max_age"] is { } maxAge && request.MaxAge is null
            ? ProtocolError.InvalidRequest("max_age_malformed", "The parameter 'max_age' is not a whole number of seconds.").With("given", maxAge)
            : null)
        ?? request.Hint.Error
        // The hint speaks of this application's own past; another's ID token that got lost must not steer who is answered for.
        ?? (request.Hint.Value is { } hint && hint.ClientId != request.Application.ClientId
            ? ProtocolError.InvalidRequest("hint_of_other_application", "The parameter 'id_token_hint' is not an ID token of this application.")
            : null);
}
