using IdentitySource.Protocol.Authorize.ResponseModes;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

internal static class ResponseTypes
{
    /// <summary>RFC 6749 §3.1.1 and §4.1.2.1: missing, unknown, and known but not ticked are three different answers.</summary>
    public static ProtocolError? Check(AuthorizeRequest request)
    {
        if (request.ResponseType is not { } type)
        {
            return ProtocolError.InvalidRequest("response_type_missing", "The parameter 'response_type' is missing.");
        }

        if (!ProtocolCatalog.ResponseTypesOf(request.Server.Provider).Contains(type.Name))
        {
            return new ProtocolError("unsupported_response_type", "response_type_unknown", "The response type is not supported.").With("given", type.Name);
        }

        return request.Application.ResponseTypes.Contains(type.Name) && type.WorksWith(request.Application.GrantTypes)
            ? null
            : ProtocolError.UnauthorizedClient("response_type_not_allowed", "The application may not use this response type.")
                .With("given", type.Name).With("allowed", string.Join(", ", request.Application.ResponseTypes));
    }

    /// <summary>Multiple Response Types §2.1: what carries a token does not travel in a query. A message is told to an origin, so one must be there.</summary>
    public static ProtocolError? CheckMode(AuthorizeRequest request) =>
        request.Parameters["response_mode"] is not { } mode ? null
        : !ProtocolCatalog.ResponseModes.Contains(mode)
            ? ProtocolError.InvalidRequest("response_mode_unknown", "The parameter 'response_mode' is not supported.").With("given", mode)
        : mode == QueryMode.ModeName && request.ResponseType is { HasToken: true }
            ? ProtocolError.InvalidRequest("response_mode_leaks", "The response mode 'query' is not allowed when a token is returned.")
        : mode == WebMessageMode.ModeName && WebMessageMode.Target(request.Redirect) is null
            ? ProtocolError.InvalidRequest("web_message_without_origin", "The response mode 'web_message' needs a redirect_uri with an origin.")
        : null;
}
