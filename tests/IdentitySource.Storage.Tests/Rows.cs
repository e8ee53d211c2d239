using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Tests;

/// <summary>Rows as plain as they can be.</summary>
internal static class Rows
{
    public static ApplicationRow Application(Guid poolId, string address, ApplicationPolicy? policy = null) => new()
    {
        PoolId = poolId,
        Id = Guid.CreateVersion7(),
        Name = address,
        Address = address,
        TokenAuthentication = "none",
        IntrospectionAuthentication = "none",
        RevocationAuthentication = "none",
        RedirectUris = ["https://rp.test/cb"],
        GrantTypes = ["authorization_code"],
        ResponseTypes = ["code"],
        Policy = policy ?? new ApplicationPolicy(),
    };
}
