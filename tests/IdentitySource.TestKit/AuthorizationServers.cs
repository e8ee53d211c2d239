using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
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

    public static KeyRing Ring(params SigningKey[] keys) =>
        new([.. keys.Select(key => new RingKey(key, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))]);
}
