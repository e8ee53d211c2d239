using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>An address that the developer of an application copies, of the card <i>Endpoint information</i>.</summary>
/// <param name="Name">Of its text: <c>Endpoint.{Name}</c>.</param>
public sealed record PublishedEndpoint(string Name, string Address)
{
    /// <param name="home">Where the application's authorization server answers.</param>
    public static IReadOnlyList<PublishedEndpoint> OfOpenId(string home)
    {
        var issuer = AddressPlan.Issuer(home);
        return
        [
            new("Issuer", issuer), new("Discovery", issuer + "/.well-known/openid-configuration"), .. Shared(issuer),
            new("Jwks", issuer + "/.well-known/jwks.json"), new("EndSession", issuer + "/session/end"),
        ];
    }

    /// <inheritdoc cref="OfOpenId"/>
    public static IReadOnlyList<PublishedEndpoint> OfOAuth(string home) => [.. Shared(home + "/oauth")];

    private static IEnumerable<PublishedEndpoint> Shared(string provider) =>
    [
        new("Auth", provider + "/auth"), new("Token", provider + "/token"), new("UserInfo", provider + "/me"),
        new("Introspection", provider + "/token/introspection"), new("Revocation", provider + "/token/revocation"),
    ];
}
