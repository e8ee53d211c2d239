using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Configuration;

/// <summary>An application as a file holds it: every setting, also those that are defaults.</summary>
internal static class ExportedApplication
{
    public static ApplicationConfiguration Of(ApplicationRow row, string? secret, IReadOnlyList<AccessConfiguration> access) => new()
    {
        Address = row.Address,
        ClientId = row.Id.ToString("N"),
        Secret = secret,
        Name = row.Name,
        Type = row.Type,
        Enabled = row.Enabled,
        RedirectUris = row.RedirectUris,
        PostLogoutRedirectUris = row.PostLogoutRedirectUris,
        AllowedOrigins = row.AllowedOrigins,
        GrantTypes = row.GrantTypes,
        ResponseTypes = row.ResponseTypes,
        TokenAuthentication = row.TokenAuthentication,
        IntrospectionAuthentication = row.IntrospectionAuthentication,
        RevocationAuthentication = row.RevocationAuthentication,
        IdTokenAlgorithm = row.IdTokenAlgorithm,
        AccessTokenAlgorithm = row.AccessTokenAlgorithm,
        AccessTokenFormat = row.Policy.AccessTokenFormat,
        ClaimsFormat = row.Policy.ClaimsFormat,
        ShowConsent = row.Policy.ShowConsent,
        RequirePkce = row.Policy.RequirePkce,
        RotateRefreshTokens = row.Policy.RotateRefreshTokens,
        AllowHttpImplicitCallback = row.Policy.AllowHttpImplicitCallback,
        AllowOfflineAccessWithoutConsentPrompt = row.Policy.AllowOfflineAccessWithoutConsentPrompt,
        CodeLifetime = Seconds(row.Policy.CodeLifetime),
        IdTokenLifetime = Seconds(row.Policy.IdTokenLifetime),
        AccessTokenLifetime = Seconds(row.Policy.AccessTokenLifetime),
        RefreshTokenLifetime = Seconds(row.Policy.RefreshTokenLifetime),
        RefreshAbsoluteLifetime = Seconds(row.Policy.RefreshAbsoluteLifetime),
        RefreshReuseWindow = Seconds(row.Policy.RefreshReuseWindow),
        SignOutAllDevices = row.Policy.SignOutReach.AllDevices,
        SignOutAllApplications = row.Policy.SignOutReach.AllApplications,
        CustomClaims = [.. row.Policy.CustomClaims.Select(ClaimConfiguration.Of)],
        OAuth = OAuthOf(row.Policy.OAuth),
        AccessByDefault = row.AccessByDefault,
        Access = access,
    };

    private static OAuthConfiguration OAuthOf(OAuthProvider? oauth) => oauth is null
        ? new OAuthConfiguration(Enabled: false)
        : new OAuthConfiguration(Enabled: true, oauth.GrantTypes, oauth.IntrospectionAuthentication, oauth.RevocationAuthentication);

    private static int Seconds(TimeSpan span) => (int)span.TotalSeconds;
}
