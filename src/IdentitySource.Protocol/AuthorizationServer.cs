using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.OAuth;

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

    public ProviderKind Provider { get; init; }

    /// <summary>The pool's own scopes, beside the standard ones; none at the OAuth 2.0 provider.</summary>
    public CustomScopes CustomScopes { get; init; } = CustomScopes.None;

    /// <summary>RFC 9207 and OIDC Core §2: compared byte for byte by relying parties.</summary>
    public string Issuer => field ??= Address + (Provider == ProviderKind.OAuth ? "/oauth" : "/oidc");

    /// <summary>The OAuth 2.0 provider at the same address: other rules, other tokens, and none of one is good at the other.</summary>
    public AuthorizationServer OAuth() => new()
    {
        PoolId = PoolId,
        Id = OAuthId(Id),
        Address = Address,
        Keys = Keys,
        OnlyApplication = OnlyApplication,
        Provider = ProviderKind.OAuth,
    };

    /// <summary>The application as this server sees it; null when it does not serve it, or its OAuth 2.0 provider is off.</summary>
    public Application? View(Application? application) =>
        application is null || application.PoolId != PoolId || (OnlyApplication is not null && OnlyApplication.Id != application.Id) ? null
        : Provider == ProviderKind.OAuth ? OAuthView.Of(application)
        : application;

    /// <summary>Scopes that mean something of their own here. Every other name can only be a permission item.</summary>
    public bool KnowsScope(string name) => Provider == ProviderKind.OAuth ? OAuthScopes.Knows(name)
        : name is "openid" or "offline_access" || ClaimSources.HasScope(name) || CustomScopes.Find(name) is not null;

    /// <summary>Whether a claim can be asked for by name (OIDC Core §5.5).</summary>
    public bool KnowsClaim(string name) => ClaimSources.Knows(name) || CustomScopes.Releases(name);

    /// <summary>Another server needs another id, or a code of one would be taken at the other. The same for the same server, always.</summary>
    public static Guid OAuthId(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x5A;
        }

        return new Guid(bytes);
    }
}

/// <summary>Which protocol an authorization server speaks.</summary>
public enum ProviderKind
{
    OpenIdConnect,

    /// <summary>Plain OAuth 2.0: no ID token, opaque access tokens, settings of its own.</summary>
    OAuth,
}
