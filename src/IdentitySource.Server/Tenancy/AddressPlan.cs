using IdentitySource.Server.Composition;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Http;

namespace IdentitySource.Server.Tenancy;

/// <summary>
/// Which address belongs to whom. Everything is made from the configured public origin; a Host header is compared with it and never
/// believed.
/// </summary>
public sealed class AddressPlan(string publicOrigin, AddressMode mode)
{
    public const string DefaultPool = UserPool.DefaultSlug;

    private readonly string scheme = publicOrigin[..(publicOrigin.IndexOf("://", StringComparison.Ordinal) + 3)];

    /// <summary>Host, and port unless it is the scheme's own.</summary>
    private readonly string authority = publicOrigin[(publicOrigin.IndexOf("://", StringComparison.Ordinal) + 3)..];

    public string PublicOrigin => publicOrigin;

    public AddressMode Mode => mode;

    public bool IsHttps => scheme == "https://";

    public string Scheme => scheme[..^"://".Length];

    /// <summary>What the session's cookie must span in subdomain mode; null where one host serves everybody.</summary>
    public string? CookieDomain => mode == AddressMode.Subdomain ? authority.Split(':')[0] : null;

    /// <summary>Where the application's own authorization server answers; no trailing slash.</summary>
    public string ApplicationAddress(string address) =>
        mode == AddressMode.Subdomain ? $"{scheme}{address}.{authority}" : $"{publicOrigin}/apps/{address}";

    /// <summary>Where the pool's shared authorization server answers: the default pool has the root.</summary>
    public string PoolAddress(string slug) => slug == DefaultPool ? publicOrigin : $"{publicOrigin}/pools/{slug}";

    public static string Issuer(string address) => address + "/oidc";

    /// <summary>Whether the host is ours.</summary>
    /// <param name="label">In subdomain mode the application's address; null at the root.</param>
    public bool Knows(HostString host, out string? label)
    {
        label = null;
        var given = Given(host);
        if (string.Equals(given, authority, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (mode != AddressMode.Subdomain || !given.EndsWith("." + authority, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // RFC 4343: names of hosts have no case; addresses are kept in lower case.
        label = given[..^(authority.Length + 1)].ToLowerInvariant();
        return label.Length > 0 && !label.Contains('.');
    }

    /// <summary>A client may spell out the scheme's own port.</summary>
    private string Given(HostString host) =>
        host.Port == (scheme == "https://" ? 443 : 80) ? host.Host : host.Value ?? "";
}
