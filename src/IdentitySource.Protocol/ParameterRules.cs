using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol;

/// <summary>What holds for every form that an application posts to us.</summary>
internal static class ParameterRules
{
    /// <summary>RFC 6749 §3.2: no parameter twice. One that is too long is named, never cut.</summary>
    public static ProtocolError? Check(RequestParameters parameters) =>
        parameters.Repeated is { } repeated
            ? ProtocolError.InvalidRequest("parameter_repeated", $"A parameter was sent more than once: {Printable.Name(repeated)}.")
            : parameters.TooLong is { } tooLong
                ? ProtocolError.InvalidRequest("parameter_too_long", $"A parameter is longer than {ParameterLimits.Of(tooLong)} characters: {Printable.Name(tooLong)}.")
                : null;
}
