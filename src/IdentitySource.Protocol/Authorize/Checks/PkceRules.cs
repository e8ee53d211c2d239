using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

internal static class PkceRules
{
    /// <summary>
    /// RFC 7636 §4.3 and RFC 9700 §2.1.1. <c>plain</c> is accepted only where no PKCE at all would do: it proves nothing against
    /// whoever reads the request, so it cannot fulfil a duty.
    /// </summary>
    public static ProtocolError? Check(AuthorizeRequest request)
    {
        if (request.ResponseType is not { HasCode: true })
        {
            // Nothing is redeemed later, so there is nothing to prove.
            return null;
        }

        var method = request.Parameters["code_challenge_method"];
        if (request.Parameters["code_challenge"] is not { } challenge)
        {
            return method is not null
                ? ProtocolError.InvalidRequest("pkce_method_without_challenge", "The parameter 'code_challenge' is missing.")
                : request.Application.MustUsePkce
                    ? ProtocolError.InvalidRequest("pkce_required", "The application must use PKCE: the parameter 'code_challenge' is missing.")
                    : null;
        }

        if (method is not ("S256" or "plain"))
        {
            return ProtocolError.InvalidRequest("pkce_method_unknown", "The parameter 'code_challenge_method' must be S256.").With("given", method);
        }

        if (method == "plain" && request.Application.MustUsePkce)
        {
            return ProtocolError.InvalidRequest("pkce_plain_refused", "The parameter 'code_challenge_method' must be S256 for this application.");
        }

        return Tokens.Pkce.IsWellFormed(challenge, method)
            ? null
            : ProtocolError.InvalidRequest("pkce_challenge_malformed", "The parameter 'code_challenge' is malformed.");
    }
}
