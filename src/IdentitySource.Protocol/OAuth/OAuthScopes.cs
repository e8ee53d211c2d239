using IdentitySource.Protocol.Claims;

namespace IdentitySource.Protocol.OAuth;

/// <summary>The scopes of the OAuth 2.0 provider: those that release claims, and <c>user</c>, which stands for the usual ones together.</summary>
public static class OAuthScopes
{
    public const string User = "user";

    /// <summary>In a consent: that the access goes on while the person is away. No scope and no permission can be called that.</summary>
    public const string Offline = "oauth/offline";

    private static readonly string[] OfUser = ["profile", "email", "phone", "username"];

    /// <summary>For a request that names none (RFC 6749 §3.3).</summary>
    public static Scopes Default { get; } = Scopes.Of([User]);

    public static bool Knows(string scope) => scope == User || ClaimSources.HasScope(scope);

    /// <summary>With the scopes that <c>user</c> stands for.</summary>
    public static Scopes Released(Scopes scopes) => scopes.Contains(User) ? Scopes.Of([.. scopes, .. OfUser]) : scopes;
}
