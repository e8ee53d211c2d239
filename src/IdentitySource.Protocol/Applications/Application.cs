using System.Collections.Frozen;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Applications;

/// <summary>What a developer registers: the OAuth client (RFC 6749 §2). An immutable snapshot; <see cref="Version"/> grows with each change.</summary>
public sealed record Application
{
    public required Guid Id
    {
        get;
        init => (field, ClientId) = (value, value.ToString("N"));
    }

    /// <summary>The <c>client_id</c>: the id in lower-case hex.</summary>
    public string ClientId { get; private init; } = "";

    public required Guid PoolId { get; init; }

    public required string Name { get; init; }

    public required ApplicationType Type { get; init; }

    public bool Enabled { get; init; } = true;

    public long Version { get; init; }

    /// <summary>Compared character by character; see <see cref="Authorize.VerifiedRedirect"/>.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Origins beyond those of the redirect URIs that browsers may call our endpoints from.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public FrozenSet<string> GrantTypes { get; init; } = [];

    public FrozenSet<string> ResponseTypes { get; init; } = [];

    /// <summary>How the application proves itself when it fetches, validates and revokes a token: three settings of their own.</summary>
    public EndpointAuthentication Authentication { get; init; } = EndpointAuthentication.Post;

    /// <summary>SHA-256 of the secret's UTF-8 bytes; null for an application without one. Secrets are 256 random bits, so no slow hash.</summary>
    public byte[]? SecretHash { get; init; }

    /// <summary>The secret's UTF-8 bytes, for an application whose ID tokens it signs (HS256); null for every other.</summary>
    public byte[]? SigningSecret { get; init; }

    /// <summary>The hash of the secret before, good for client authentication alone and until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecretHash { get; init; }

    public DateTimeOffset PreviousSecretUntil { get; init; }

    public SigningAlgorithm IdTokenAlgorithm { get; init; } = SigningAlgorithm.RS256;

    public SigningAlgorithm AccessTokenAlgorithm { get; init; } = SigningAlgorithm.RS256;

    public ApplicationPolicy Policy { get; init; } = new();

    /// <summary>RFC 6749 §2.1: an application that keeps no secret at the token endpoint is public.</summary>
    public bool IsPublic => Authentication.Token == "none";

    /// <summary>RFC 9700 §2.1.1.</summary>
    public bool MustUsePkce => IsPublic || Policy.RequirePkce;

    /// <summary>RFC 8252 §8.6: what listens on a loopback port or a custom scheme cannot be told from its impersonator.</summary>
    public bool MayBeImpersonated => Type == ApplicationType.Native && IsPublic;

    /// <summary>Whether a page of this origin may read our answers to the application.</summary>
    public bool AllowsOrigin(string origin) =>
        AllowedOrigins.Contains(origin) || RedirectUris.Any(uri => Origins.Of(uri) == origin);

    public bool MayUse(string grantType) => GrantTypes.Contains(grantType);
}

public enum ApplicationType
{
    Web,
    Spa,
    Native,
    Machine,
}

/// <summary>Method names as in <see cref="ProtocolCatalog.ClientAuthenticationMethods"/>, one for each endpoint.</summary>
public sealed record EndpointAuthentication(string Token, string Introspection, string Revocation)
{
    public static EndpointAuthentication Post { get; } = new("client_secret_post", "client_secret_post", "client_secret_post");

    public static EndpointAuthentication Basic { get; } = new("client_secret_basic", "client_secret_basic", "client_secret_basic");

    public static EndpointAuthentication None { get; } = new("none", "none", "none");
}
