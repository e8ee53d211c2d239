using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize.Checks;

internal static class RepeatedParameters
{
    /// <summary>RFC 6749 §3.1: request parameters must not be included more than once.</summary>
    public static ProtocolError? Check(AuthorizeRequest request) =>
        request.Parameters.Repeated is { } name
            ? ProtocolError.InvalidRequest("authorize_parameter_repeated", $"A parameter was sent more than once: {Printable.Name(name)}.")
            : request.Parameters.TooLong is { } tooLong
                ? ProtocolError.InvalidRequest("authorize_parameter_too_long", $"A parameter is longer than {ParameterLimits.Of(tooLong)} characters: {Printable.Name(tooLong)}.")
                : null;
}
