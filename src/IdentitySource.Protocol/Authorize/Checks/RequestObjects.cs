using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

internal static class RequestObjects
{
    /// <summary>OIDC Core §3.1.2.6: a request object that we do not read must be refused, for it may have narrowed the request.</summary>
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.Parameters.Has("request") ? new ProtocolError("request_not_supported", "request_object_sent", "Request objects are not supported.")
        : request.Parameters.Has("request_uri") ? new ProtocolError("request_uri_not_supported", "request_uri_sent", "Request objects by reference are not supported.")
        : request.Parameters.Has("registration") ? new ProtocolError("registration_not_supported", "registration_sent", "The parameter 'registration' is not supported.")
        // RFC 8707 §2: a resource that we do not know must not silently become a token for something else.
        : request.Parameters.Has("resource") ? new ProtocolError("invalid_target", "resource_sent", "The requested resource is unknown.")
        : null;
}
