using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

/// <summary>What holds as soon as a token travels through the browser.</summary>
internal static class FrontChannel
{
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.ResponseType is not { HasToken: true } type ? null
        // OIDC Core §3.2.2.1: on the way to a plain http address anybody could read the token.
        : !request.Application.Policy.AllowHttpImplicitCallback && !Origins.IsConfidential(request.Redirect.Uri)
            ? ProtocolError.InvalidRequest("callback_not_https", "The redirect_uri must be https when a token is returned.").With("given", request.Redirect.Uri)
        // OIDC Core §3.2.2.1, §3.3.2.11: without it a stolen ID token could be played into another sign-in.
        : type.Has("id_token") && request.Nonce is null
            ? ProtocolError.InvalidRequest("nonce_missing", "The parameter 'nonce' is missing: it is required when an ID token is returned.")
        : null;
}
