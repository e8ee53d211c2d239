using System.Collections.Frozen;

namespace IdentitySource.Server.Tenancy;

/// <summary>
/// What lies below <c>/oauth</c>: the OAuth 2.0 provider is an authorization server of its own with the same routes, so a request
/// for it goes on as one for the other, from an address that is one segment longer. It has no discovery, no ID tokens, no sign-out.
/// </summary>
internal static class OAuthPaths
{
    public const string Prefix = Segment + "/";

    private const string Segment = "/oauth";

    private static readonly FrozenDictionary<string, string> Routes = new Dictionary<string, string>
    {
        ["/auth"] = "/oidc/auth",
        ["/token"] = "/oidc/token",
        ["/me"] = "/oidc/me",
        ["/token/introspection"] = "/oidc/token/introspection",
        ["/token/revocation"] = "/oidc/token/revocation",
        ["/oidc/auth/continue"] = "/oidc/auth/continue",
        ["/sign-in"] = "/sign-in",
        ["/choose-account"] = "/choose-account",
        ["/no-access"] = "/no-access",
        ["/consent"] = "/consent",
        ["/preferences"] = "/preferences",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The same request at the longer address; null when there is no such thing at this provider.</summary>
    public static RequestLocation? Route(RequestLocation location) => Routes.TryGetValue(location.Rest[Segment.Length..], out var route)
        ? location with { Base = location.Base + Segment, Rest = route }
        : null;
}
