using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Applications;

/// <summary>What an administrator changed, for the audit trail: each setting by its name in the API, as it was and as it is. No secret is among them.</summary>
internal static class ApplicationDifference
{
    public static Dictionary<string, object?> SettingsOf(ApplicationRow row) => new(OwnOf(row).Concat(PolicyOf(row.Policy)));

    /// <summary>For the audit entry: what is said of the act itself, and each setting that is another than before.</summary>
    public static Dictionary<string, object?> Detail(IReadOnlyDictionary<string, object?>? own, IReadOnlyDictionary<string, object?> before, ApplicationRow row)
    {
        Dictionary<string, object?> detail = new(own ?? new Dictionary<string, object?>());
        foreach (var (setting, was, becomes) in Between(before, SettingsOf(row)))
        {
            detail.TryAdd(setting, new Dictionary<string, object?> { ["before"] = was, ["after"] = becomes });
        }

        return detail;
    }

    internal static IEnumerable<(string Setting, object? Before, object? After)> Between(
        IReadOnlyDictionary<string, object?> before, IReadOnlyDictionary<string, object?> after) =>
        after.Where(setting => JsonSerializer.Serialize(setting.Value) != JsonSerializer.Serialize(before[setting.Key]))
            .Select(setting => (setting.Key, before[setting.Key], setting.Value));

    private static Dictionary<string, object?> OwnOf(ApplicationRow row) => new()
    {
        ["name"] = row.Name,
        ["enabled"] = row.Enabled,
        ["redirect_uris"] = row.RedirectUris.ToList(),
        ["post_logout_redirect_uris"] = row.PostLogoutRedirectUris.ToList(),
        ["allowed_origins"] = row.AllowedOrigins.ToList(),
        ["access_by_default"] = row.AccessByDefault,
        ["grant_types"] = row.GrantTypes.Order(StringComparer.Ordinal).ToList(),
        ["response_types"] = row.ResponseTypes.Order(StringComparer.Ordinal).ToList(),
        ["token_authentication"] = row.TokenAuthentication,
        ["introspection_authentication"] = row.IntrospectionAuthentication,
        ["revocation_authentication"] = row.RevocationAuthentication,
        ["id_token_algorithm"] = row.IdTokenAlgorithm.ToString(),
        ["access_token_algorithm"] = row.AccessTokenAlgorithm.ToString(),
    };

    private static Dictionary<string, object?> PolicyOf(ApplicationPolicy policy) => new()
    {
        ["access_token_format"] = policy.AccessTokenFormat.ToString(),
        ["claims_format"] = policy.ClaimsFormat.ToString(),
        ["show_consent"] = policy.ShowConsent,
        ["require_pkce"] = policy.RequirePkce,
        ["allow_http_implicit_callback"] = policy.AllowHttpImplicitCallback,
        ["offline_access_without_consent_prompt"] = policy.AllowOfflineAccessWithoutConsentPrompt,
        ["rotate_refresh_tokens"] = policy.RotateRefreshTokens,
        ["code_lifetime"] = policy.CodeLifetime.TotalSeconds,
        ["id_token_lifetime"] = policy.IdTokenLifetime.TotalSeconds,
        ["access_token_lifetime"] = policy.AccessTokenLifetime.TotalSeconds,
        ["refresh_token_lifetime"] = policy.RefreshTokenLifetime.TotalSeconds,
        ["refresh_absolute_lifetime"] = policy.RefreshAbsoluteLifetime.TotalSeconds,
        ["refresh_reuse_window"] = policy.RefreshReuseWindow.TotalSeconds,
        ["sign_out_all_devices"] = policy.SignOutReach.AllDevices,
        ["sign_out_all_applications"] = policy.SignOutReach.AllApplications,
        ["oauth_enabled"] = policy.OAuth is not null,
        ["oauth_grant_types"] = policy.OAuth?.GrantTypes.Order(StringComparer.Ordinal).ToList(),
        ["oauth_introspection_authentication"] = policy.OAuth?.IntrospectionAuthentication,
        ["oauth_revocation_authentication"] = policy.OAuth?.RevocationAuthentication,
        ["custom_claims"] = policy.CustomClaims.Select(claim => claim.Name).Order(StringComparer.Ordinal).ToList(),
    };
}
