using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol;

/// <summary>
/// An address with an issuer and a key ring of its own: the first thing every endpoint is told. A code, a refresh token or an
/// access token is good only at the server that made it.
/// </summary>
public sealed class AuthorizationServer
{
    public required Guid PoolId { get; init; }

    /// <summary>The application's id for an application's own server, the pool's id for the shared one.</summary>
    public required Guid Id { get; init; }

    /// <summary>Absolute, no trailing slash: <c>https://id.example/apps/notes</c>.</summary>
    public required string Address { get; init; }

    public required KeyRing Keys { get; init; }

    /// <summary>The application that this server serves, or null at the shared address, which serves all of its pool.</summary>
    public Application? OnlyApplication { get; init; }

    /// <summary>RFC 9207 and OIDC Core §2: compared byte for byte by relying parties.</summary>
    public string Issuer => field ??= Address + "/oidc";

    public bool Serves(Application application) =>
        application.PoolId == PoolId && (OnlyApplication is null || OnlyApplication.Id == application.Id);
}
