using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.TestKit;

/// <summary>Authorization servers with keys that sign at all times.</summary>
public static class AuthorizationServers
{
    public const string Root = "https://id.acme.test";

    /// <summary>At an application's own address, or at the pool's shared one when there is no application.</summary>
    public static AuthorizationServer Create(Guid poolId, Application? application = null, params SigningKey[] keys) => new()
    {
        PoolId = poolId,
        Id = application?.Id ?? poolId,
        Address = application is null ? Root : $"{Root}/apps/{application.ClientId[..8]}-{application.ClientId[^4..]}",
        Keys = Ring(keys.Length > 0 ? keys : [SigningKeys.Rsa, SigningKeys.Ec]),
        OnlyApplication = application,
    };

    /// <summary>The same server, in a pool that has scopes of its own.</summary>
    public static AuthorizationServer With(this AuthorizationServer server, params CustomScope[] scopes) => new()
    {
        PoolId = server.PoolId,
        Id = server.Id,
        Address = server.Address,
        Keys = server.Keys,
        OnlyApplication = server.OnlyApplication,
        CustomScopes = CustomScopes.Of(scopes),
    };

    public static KeyRing Ring(params SigningKey[] keys) =>
        new([.. keys.Select(key => new RingKey(key, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))]);
}
