using System.Net;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Permissions;

namespace IdentitySource.Protocol.Token;

/// <summary>A token request of an authenticated application. One request, one <paramref name="Now"/>.</summary>
public sealed record TokenRequest(AuthorizationServer Server, Application Application, RequestParameters Parameters, DateTimeOffset Now)
{
    /// <summary>The programmatic access account of the application that called in its place, if one did.</summary>
    public AccessKey? Machine { get; init; }

    public IPAddress? Peer { get; init; }
}
