using System.Buffers;
using System.Collections.Frozen;

namespace IdentitySource.Management.Applications;

/// <summary>What an application's address may be: a DNS label that is nobody else's word.</summary>
public static class AddressRules
{
    private const int MaxLength = 63;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Paths of ours, and names that a person would take for the operator's own or for a service of the host.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "www", "api", "apis", "app", "apps", "pool", "pools", "console", "admin", "administrator", "operator", "operators", "root", "system",
        "oidc", "oauth", "oauth2", "saml", "cas", "scim", "sso", "auth", "login", "logout", "signin", "sign-in", "signout", "sign-out", "signup",
        "sign-up", "signed-out", "account", "accounts", "consent", "mfa", "forgot", "reset", "verify", "device", "setup", "error", "errors",
        "static", "assets", "css", "js", "img", "images", "fonts", "favicon", "health", "metrics", "status", "well-known", "default", "localhost",
        "mail", "smtp", "imap", "pop", "mx", "ns", "ns1", "ns2", "dns", "ftp", "autoconfig", "autodiscover", "wpad", "isatap", "help", "support",
        "security", "docs", "cdn", "id", "identity", "identitysource");

    public static string Normalize(string address) => address.Trim().ToLowerInvariant();

    /// <param name="address">As <see cref="Normalize"/> made it.</param>
    public static Fault? Check(string address) =>
        address.Length == 0 ? new Fault("address", "address_missing", "The authentication address is missing.")
        : address.Length > MaxLength || address.AsSpan().ContainsAnyExcept(Letters) || address[0] == '-' || address[^1] == '-'
            ? new Fault(
                "address", "address_malformed", $"The authentication address may hold letters, digits and hyphens, {MaxLength} at most, with no hyphen at either end.")
        : address.StartsWith("xn--", StringComparison.Ordinal)
            ? new Fault("address", "address_encoded", "The authentication address must not be an encoded international name: it could be read as another one.")
        : Guid.TryParseExact(address, "N", out _)
            ? new Fault("address", "address_like_id", "The authentication address must not be written like a client id: it could be taken for another application's.")
        : Reserved.Contains(address) ? new Fault("address", "address_reserved", $"The authentication address '{address}' is reserved.")
        : null;
}
