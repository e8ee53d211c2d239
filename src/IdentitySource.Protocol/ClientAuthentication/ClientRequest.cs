using System.Net;

namespace IdentitySource.Protocol.ClientAuthentication;

/// <summary>What a back-channel request brings: its form and its <c>Authorization</c> header, as sent.</summary>
public sealed record ClientRequest(RequestParameters Parameters, string? Authorization)
{
    /// <summary>The other end of the connection, for counting tries.</summary>
    public IPAddress? Peer { get; init; }
}

/// <summary>The endpoint that is called: each has its own setting of how the application proves itself.</summary>
public enum AuthenticatedEndpoint
{
    Token,
    Introspection,
    Revocation,
}
