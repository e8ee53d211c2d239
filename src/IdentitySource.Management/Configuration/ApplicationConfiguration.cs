using System.Text.Json.Serialization;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Management.Configuration;

/// <summary>An application in a configuration file. It is known by its address; what is null stays as it is, or is the default of a new one.</summary>
public sealed record ApplicationConfiguration
{
    /// <summary>The authentication address: its name in the deployment.</summary>
    public required string Address { get; init; }

    /// <summary>Kept when it is made, so that relying parties go on. Null: a new one.</summary>
    public string? ClientId { get; init; }

    /// <summary>In clear; only in an export that was asked for secrets. Given for an application that is there, it must be the one it has.</summary>
    public string? Secret { get; init; }

    /// <summary>Needed for a new one.</summary>
    public string? Name { get; init; }

    /// <summary>Cannot be changed.</summary>
    public ApplicationType? Type { get; init; }

    public bool? Enabled { get; init; }

    public IReadOnlyList<string>? RedirectUris { get; init; }

    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    public string? TokenAuthentication { get; init; }

    public string? IntrospectionAuthentication { get; init; }

    public string? RevocationAuthentication { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<SigningAlgorithm>))]
    public SigningAlgorithm? IdTokenAlgorithm { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<SigningAlgorithm>))]
    public SigningAlgorithm? AccessTokenAlgorithm { get; init; }

    public AccessTokenFormat? AccessTokenFormat { get; init; }

    public ClaimsFormat? ClaimsFormat { get; init; }

    public bool? ShowConsent { get; init; }

    public bool? RequirePkce { get; init; }

    public bool? RotateRefreshTokens { get; init; }

    public bool? AllowHttpImplicitCallback { get; init; }

    public bool? AllowOfflineAccessWithoutConsentPrompt { get; init; }

    /// <summary>Seconds, as all lifetimes here.</summary>
    public int? CodeLifetime { get; init; }

    public int? IdTokenLifetime { get; init; }

    public int? AccessTokenLifetime { get; init; }

    public int? RefreshTokenLifetime { get; init; }

    public int? RefreshAbsoluteLifetime { get; init; }

    public int? RefreshReuseWindow { get; init; }

    public bool? SignOutAllDevices { get; init; }

    public bool? SignOutAllApplications { get; init; }

    /// <summary>In place of the present ones.</summary>
    public IReadOnlyList<ClaimConfiguration>? CustomClaims { get; init; }

    [JsonPropertyName("oauth")]
    public OAuthConfiguration? OAuth { get; init; }

    /// <summary>Whether everybody may sign in whom no entry speaks of.</summary>
    public bool? AccessByDefault { get; init; }

    public IReadOnlyList<AccessConfiguration> Access { get; init; } = [];

    /// <summary>Never the secret.</summary>
    public override string ToString() => Address;
}
