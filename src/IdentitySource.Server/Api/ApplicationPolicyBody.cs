using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Server.Api;

/// <summary>The rules of an application. Lifetimes are seconds; in a change, what is left out stays.</summary>
internal sealed record ApplicationPolicyBody
{
    public bool? ShowConsent { get; init; }

    public bool? RequirePkce { get; init; }

    public bool? AllowHttpImplicitCallback { get; init; }

    public bool? OfflineAccessWithoutConsentPrompt { get; init; }

    public bool? RotateRefreshTokens { get; init; }

    public AccessTokenFormat? AccessTokenFormat { get; init; }

    public ClaimsFormat? ClaimsFormat { get; init; }

    public bool? SignOutAllDevices { get; init; }

    public bool? SignOutAllApplications { get; init; }

    public int? CodeLifetime { get; init; }

    public int? IdTokenLifetime { get; init; }

    public int? AccessTokenLifetime { get; init; }

    public int? RefreshTokenLifetime { get; init; }

    public int? RefreshAbsoluteLifetime { get; init; }

    public int? RefreshReuseWindow { get; init; }

    public static ApplicationPolicyBody Of(ApplicationPolicy policy) => new()
    {
        ShowConsent = policy.ShowConsent,
        RequirePkce = policy.RequirePkce,
        AllowHttpImplicitCallback = policy.AllowHttpImplicitCallback,
        OfflineAccessWithoutConsentPrompt = policy.AllowOfflineAccessWithoutConsentPrompt,
        RotateRefreshTokens = policy.RotateRefreshTokens,
        AccessTokenFormat = policy.AccessTokenFormat,
        ClaimsFormat = policy.ClaimsFormat,
        SignOutAllDevices = policy.SignOutReach.AllDevices,
        SignOutAllApplications = policy.SignOutReach.AllApplications,
        CodeLifetime = (int)policy.CodeLifetime.TotalSeconds,
        IdTokenLifetime = (int)policy.IdTokenLifetime.TotalSeconds,
        AccessTokenLifetime = (int)policy.AccessTokenLifetime.TotalSeconds,
        RefreshTokenLifetime = (int)policy.RefreshTokenLifetime.TotalSeconds,
        RefreshAbsoluteLifetime = (int)policy.RefreshAbsoluteLifetime.TotalSeconds,
        RefreshReuseWindow = (int)policy.RefreshReuseWindow.TotalSeconds,
    };

    public ApplicationSettings Over(ApplicationSettings settings) => settings with
    {
        ShowConsent = ShowConsent,
        RequirePkce = RequirePkce,
        AllowHttpImplicitCallback = AllowHttpImplicitCallback,
        AllowOfflineAccessWithoutConsentPrompt = OfflineAccessWithoutConsentPrompt,
        RotateRefreshTokens = RotateRefreshTokens,
        AccessTokenFormat = AccessTokenFormat,
        ClaimsFormat = ClaimsFormat,
        SignOutReach = reach => new SignOutReach(SignOutAllDevices ?? reach.AllDevices, SignOutAllApplications ?? reach.AllApplications),
        CodeLifetime = Seconds(CodeLifetime),
        IdTokenLifetime = Seconds(IdTokenLifetime),
        AccessTokenLifetime = Seconds(AccessTokenLifetime),
        RefreshTokenLifetime = Seconds(RefreshTokenLifetime),
        RefreshAbsoluteLifetime = Seconds(RefreshAbsoluteLifetime),
        RefreshReuseWindow = Seconds(RefreshReuseWindow),
    };

    private static TimeSpan? Seconds(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}

/// <summary>What is to be changed; what is left out stays as it is. Lists are written in place of the present ones.</summary>
internal sealed record ApplicationChangeBody
{
    /// <summary>The one that was read: with another one by now it is refused. `If-Match` does the same.</summary>
    public long? Version { get; init; }

    public string? Name { get; init; }

    public bool? Enabled { get; init; }

    public IReadOnlyList<string>? RedirectUris { get; init; }

    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    public string? TokenAuthentication { get; init; }

    public string? IntrospectionAuthentication { get; init; }

    public string? RevocationAuthentication { get; init; }

    public SigningAlgorithm? IdTokenAlgorithm { get; init; }

    public SigningAlgorithm? AccessTokenAlgorithm { get; init; }

    /// <summary>Whether everybody may sign in whom no access entry speaks of.</summary>
    public bool? AllowByDefault { get; init; }

    public ApplicationPolicyBody? Policy { get; init; }

    public ApplicationSettings ToSettings(Guid poolId, string application)
    {
        ApplicationSettings settings = new()
        {
            PoolId = poolId,
            Application = application,
            Name = Name,
            Enabled = Enabled,
            RedirectUris = RedirectUris,
            PostLogoutRedirectUris = PostLogoutRedirectUris,
            AllowedOrigins = AllowedOrigins,
            GrantTypes = GrantTypes,
            ResponseTypes = ResponseTypes,
            TokenAuthentication = TokenAuthentication,
            IntrospectionAuthentication = IntrospectionAuthentication,
            RevocationAuthentication = RevocationAuthentication,
            IdTokenAlgorithm = IdTokenAlgorithm,
            AccessTokenAlgorithm = AccessTokenAlgorithm,
            AccessByDefault = AllowByDefault,
        };
        return Policy?.Over(settings) ?? settings;
    }
}

/// <summary>The settings of an application's OAuth 2.0 provider.</summary>
internal sealed record OAuthProviderBody
{
    public required IReadOnlyList<string> GrantTypes { get; init; }

    public string IntrospectionAuthentication { get; set; } = "client_secret_post";

    public string RevocationAuthentication { get; set; } = "client_secret_post";

    public static OAuthProviderBody Of(OAuthProvider provider) => new()
    {
        GrantTypes = provider.GrantTypes,
        IntrospectionAuthentication = provider.IntrospectionAuthentication,
        RevocationAuthentication = provider.RevocationAuthentication,
    };

    public OAuthProvider ToProvider() => new()
    {
        GrantTypes = GrantTypes,
        IntrospectionAuthentication = IntrospectionAuthentication,
        RevocationAuthentication = RevocationAuthentication,
    };
}
