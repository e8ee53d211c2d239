using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Management.Applications;

/// <summary>Settings of an application to be changed; what is null stays as it is.</summary>
public sealed record ApplicationSettings
{
    public required Guid PoolId { get; init; }

    /// <summary>The client id, or the address.</summary>
    public required string Application { get; init; }

    /// <summary>The one that was looked at; refused when it is another by now. Null: whatever it is.</summary>
    public long? Version { get; init; }

    /// <summary>The reference of the refusal that led to the change, for the audit entry.</summary>
    public string? Answers { get; init; }

    public bool? Enabled { get; init; }

    public string? Name { get; init; }

    /// <summary>In place of the present ones.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    public IReadOnlyList<string> AddRedirectUris { get; init; } = [];

    public IReadOnlyList<string> RemoveRedirectUris { get; init; } = [];

    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    /// <summary>The authorization modes that are ticked from now on.</summary>
    public IReadOnlyList<string>? GrantTypes { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    public bool? AllowHttpImplicitCallback { get; init; }

    /// <summary>Whether everybody may sign in whom no access entry speaks of.</summary>
    public bool? AccessByDefault { get; init; }

    /// <summary>From what it is to what it shall be.</summary>
    public Func<SignOutReach, SignOutReach>? SignOutReach { get; init; }

    /// <summary>At the token endpoint.</summary>
    public string? TokenAuthentication { get; init; }

    public string? IntrospectionAuthentication { get; init; }

    public string? RevocationAuthentication { get; init; }

    public SigningAlgorithm? IdTokenAlgorithm { get; init; }

    public SigningAlgorithm? AccessTokenAlgorithm { get; init; }

    public AccessTokenFormat? AccessTokenFormat { get; init; }

    public ClaimsFormat? ClaimsFormat { get; init; }

    /// <summary>The consent page.</summary>
    public bool? ShowConsent { get; init; }

    public bool? RequirePkce { get; init; }

    public bool? AllowOfflineAccessWithoutConsentPrompt { get; init; }

    public bool? RotateRefreshTokens { get; init; }

    public TimeSpan? CodeLifetime { get; init; }

    public TimeSpan? IdTokenLifetime { get; init; }

    public TimeSpan? AccessTokenLifetime { get; init; }

    public TimeSpan? RefreshTokenLifetime { get; init; }

    public TimeSpan? RefreshAbsoluteLifetime { get; init; }

    public TimeSpan? RefreshReuseWindow { get; init; }
}
