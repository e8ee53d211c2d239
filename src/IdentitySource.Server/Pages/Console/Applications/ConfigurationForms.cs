using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The card <i>Basic settings</i>, as it is posted.</summary>
public sealed record BasicForm
{
    public long Version { get; init; }

    public string? Name { get; init; }

    public bool Enabled { get; init; }

    [FromForm(Name = "sign_out_all_devices")]
    public bool AllDevices { get; init; }

    [FromForm(Name = "sign_out_all_applications")]
    public bool AllApplications { get; init; }

    public ApplicationSettings Over(ApplicationSettings settings) =>
        settings with { Name = Name ?? "", Enabled = Enabled, SignOutReach = _ => new SignOutReach(AllDevices, AllApplications) };
}

/// <summary>The card <i>URL settings</i>, as it is posted.</summary>
public sealed record UrlForm
{
    public long Version { get; init; }

    [FromForm(Name = "redirect_uris")]
    public string? Login { get; init; }

    [FromForm(Name = "post_logout_redirect_uris")]
    public string? Logout { get; init; }

    [FromForm(Name = "allowed_origins")]
    public string? Origins { get; init; }

    public ApplicationSettings Over(ApplicationSettings settings) => settings with
    {
        RedirectUris = FormLines.Of(Login),
        PostLogoutRedirectUris = FormLines.Of(Logout),
        AllowedOrigins = FormLines.Of(Origins),
    };
}

/// <summary>The card <i>Authorization</i>. A number that is none becomes one that no limit lets through.</summary>
public sealed record ModesForm
{
    public long Version { get; init; }

    [FromForm(Name = "id_token_algorithm")]
    public SigningAlgorithm? IdTokenAlgorithm { get; init; }

    [FromForm(Name = "access_token_algorithm")]
    public SigningAlgorithm? AccessTokenAlgorithm { get; init; }

    [FromForm(Name = "access_token_format")]
    public AccessTokenFormat? AccessTokenFormat { get; init; }

    [FromForm(Name = "claims_format")]
    public ClaimsFormat? ClaimsFormat { get; init; }

    [FromForm(Name = "grant_types")]
    public List<string> Modes { get; init; } = [];

    [FromForm(Name = "response_types")]
    public List<string> ReturnTypes { get; init; } = [];

    [FromForm(Name = "show_consent")]
    public bool ShowConsent { get; init; }

    [FromForm(Name = "require_pkce")]
    public bool RequirePkce { get; init; }

    [FromForm(Name = "allow_offline_access")]
    public bool AllowOfflineAccess { get; init; }

    [FromForm(Name = "rotate_refresh_tokens")]
    public bool RotateRefreshTokens { get; init; }

    [FromForm(Name = "code_lifetime")]
    public int? Code { get; init; }

    [FromForm(Name = "id_token_lifetime")]
    public int? IdToken { get; init; }

    [FromForm(Name = "access_token_lifetime")]
    public int? AccessToken { get; init; }

    [FromForm(Name = "refresh_token_lifetime")]
    public int? RefreshToken { get; init; }

    [FromForm(Name = "refresh_absolute_lifetime")]
    public int? RefreshAbsolute { get; init; }

    [FromForm(Name = "refresh_reuse_window")]
    public int? ReuseWindow { get; init; }

    public ApplicationSettings Over(ApplicationSettings settings) => settings with
    {
        IdTokenAlgorithm = IdTokenAlgorithm,
        AccessTokenAlgorithm = AccessTokenAlgorithm,
        AccessTokenFormat = AccessTokenFormat,
        ClaimsFormat = ClaimsFormat,
        GrantTypes = Modes,
        ResponseTypes = ReturnTypes,
        ShowConsent = ShowConsent,
        RequirePkce = RequirePkce,
        AllowOfflineAccessWithoutConsentPrompt = AllowOfflineAccess,
        RotateRefreshTokens = RotateRefreshTokens,
        CodeLifetime = Seconds(Code),
        IdTokenLifetime = Seconds(IdToken),
        AccessTokenLifetime = Seconds(AccessToken),
        RefreshTokenLifetime = Seconds(RefreshToken),
        RefreshAbsoluteLifetime = Seconds(RefreshAbsolute),
        RefreshReuseWindow = Seconds(ReuseWindow),
    };

    private static TimeSpan Seconds(int? given) => TimeSpan.FromSeconds(given ?? -1);
}

/// <summary>The card <i>Security</i>.</summary>
public sealed record SecurityForm
{
    public long Version { get; init; }

    [FromForm(Name = "allow_http_implicit_callback")]
    public bool AllowHttp { get; init; }

    [FromForm(Name = "token_authentication")]
    public string? Token { get; init; }

    [FromForm(Name = "introspection_authentication")]
    public string? Introspection { get; init; }

    [FromForm(Name = "revocation_authentication")]
    public string? Revocation { get; init; }

    public ApplicationSettings Over(ApplicationSettings settings) => settings with
    {
        AllowHttpImplicitCallback = AllowHttp,
        TokenAuthentication = Token,
        IntrospectionAuthentication = Introspection,
        RevocationAuthentication = Revocation,
    };
}
