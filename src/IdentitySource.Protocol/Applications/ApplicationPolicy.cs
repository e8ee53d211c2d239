using IdentitySource.Protocol.Claims;

namespace IdentitySource.Protocol.Applications;

/// <summary>The rules of one application, with the ceilings of host and user pool already folded in.</summary>
public sealed record ApplicationPolicy
{
    /// <summary>RFC 6749 §4.1.2 recommends ten minutes at most; one is plenty for a redirect.</summary>
    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan IdTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A refresh token dies when it is not used for this long.</summary>
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>However often it is rotated, no refresh token outlives its authorization by more than this (RFC 9700 §4.14.2).</summary>
    public TimeSpan RefreshAbsoluteLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Off keeps one refresh token for its whole life; only sensible for confidential applications.</summary>
    public bool RotateRefreshTokens { get; init; } = true;

    /// <summary>Within this time a spent refresh token yields the same successor again: a lost answer or two tabs sign no one out.</summary>
    public TimeSpan RefreshReuseWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>RFC 9700 §2.1.1: public applications must use PKCE whatever this says; confidential ones should.</summary>
    public bool RequirePkce { get; init; }

    /// <summary>OIDC Core §11 wants <c>prompt=consent</c> for <c>offline_access</c>; browser SDKs never send it.</summary>
    public bool AllowOfflineAccessWithoutConsentPrompt { get; init; }

    /// <summary>The consent page; off for applications of the same house.</summary>
    public bool ShowConsent { get; init; } = true;

    public ClaimsFormat ClaimsFormat { get; init; } = ClaimsFormat.Standard;

    /// <summary>Added to every ID token and to userinfo.</summary>
    public IReadOnlyList<CustomClaim> CustomClaims { get; init; } = [];

    public AccessTokenFormat AccessTokenFormat { get; init; } = AccessTokenFormat.Jwt;

    /// <summary>"Don't enforce https for implicit mode callback": tokens may then travel to a plain http address.</summary>
    public bool AllowHttpImplicitCallback { get; init; }

    /// <summary>How far signing out at the application goes.</summary>
    public SignOutReach SignOutReach { get; init; } = SignOutReach.ThisDevice;

    /// <summary>The OAuth 2.0 provider beside the OpenID one; null while it is off.</summary>
    public OAuthProvider? OAuth { get; init; }
}

/// <summary>What an access token is to others.</summary>
public enum AccessTokenFormat
{
    /// <summary>RFC 9068: resource servers verify it by themselves.</summary>
    Jwt,

    /// <summary>A handle; only introspection tells what it is.</summary>
    Opaque,
}

/// <summary>The settings of an application's OAuth 2.0 provider: checkboxes and methods of its own. Its token endpoint takes post and basic.</summary>
public sealed record OAuthProvider
{
    public IReadOnlyList<string> GrantTypes { get; init; } = ["authorization_code", "refresh_token"];

    public string IntrospectionAuthentication { get; init; } = "client_secret_post";

    public string RevocationAuthentication { get; init; } = "client_secret_post";
}

/// <summary>How unset profile claims are written.</summary>
public enum ClaimsFormat
{
    /// <summary>OIDC Core §5.3.2: left out; <c>updated_at</c> is a number.</summary>
    Standard,

    /// <summary>As the Authing product family does: <c>null</c>, <c>gender</c> "U", a default picture, <c>updated_at</c> an ISO 8601 string.</summary>
    Authing,
}
