using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.TestKit;

/// <summary>Applications of the usual kinds, to be varied with <c>with</c>.</summary>
public static class NewApplication
{
    /// <summary>Of every application that has one.</summary>
    public const string Secret = "k7Jq0vXbW3m-8sYtR2nLcA6uPzE1dHfG5iKoBxVw9yQ";

    public const string Callback = "https://rp.acme.test/cb";

    public const string AfterLogout = "https://rp.acme.test/bye";

    /// <summary>Confidential: a backend that keeps a secret and posts it.</summary>
    public static Application Web(Guid poolId) => Create(poolId, ApplicationType.Web, Callback) with
    {
        SecretHash = Hash(Secret),
        PostLogoutRedirectUris = [AfterLogout],
    };

    /// <summary>Public: a page in the browser.</summary>
    public static Application Spa(Guid poolId) => Create(poolId, ApplicationType.Spa, "https://spa.acme.test/cb") with
    {
        Authentication = EndpointAuthentication.None,
    };

    /// <summary>Public: on a device, answered at a loopback port or a scheme of its own.</summary>
    public static Application Native(Guid poolId) => Create(poolId, ApplicationType.Native, "http://127.0.0.1/cb", "http://[::1]/cb", "com.acme.app:/cb") with
    {
        Authentication = EndpointAuthentication.None,
    };

    /// <summary>Everything ticked that answers a browser.</summary>
    public static Application OfEveryMode(Application application) => application with
    {
        GrantTypes = ["authorization_code", "implicit", "refresh_token"],
        ResponseTypes = ProtocolCatalog.ResponseTypes,
    };

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static Application Create(Guid poolId, ApplicationType type, params string[] redirectUris) => new()
    {
        Id = Guid.NewGuid(),
        PoolId = poolId,
        Name = type.ToString(),
        Type = type,
        RedirectUris = redirectUris,
        GrantTypes = ["authorization_code", "refresh_token"],
        ResponseTypes = ["code"],
    };
}
