using System.Net;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Token;

/// <summary>A token request of an authenticated application. One request, one <paramref name="Now"/>.</summary>
public sealed record TokenRequest(AuthorizationServer Server, Application Application, RequestParameters Parameters, DateTimeOffset Now)
{
    public IPAddress? Peer { get; init; }
}
