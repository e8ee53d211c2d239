using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Applications;

/// <summary>Whether the settings of an application's OAuth 2.0 provider make sense.</summary>
internal static class OAuthProviderRules
{
    public static IEnumerable<Fault> Check(ApplicationRow row)
    {
        if (row.Policy.OAuth is not { } provider)
        {
            yield break;
        }

        if (row is { TokenAuthentication: "none", IntrospectionAuthentication: "none", RevocationAuthentication: "none" })
        {
            yield return new Fault("oauth", "oauth_needs_secret", "The OAuth 2.0 provider's token endpoint takes nothing but the secret, and this application has none.");
        }

        foreach (var grant in provider.GrantTypes.Where(grant => !ProtocolCatalog.OAuthGrantTypes.Contains(grant)))
        {
            yield return new Fault(
                "oauth_grant_types", "oauth_grant_type_unknown", $"'{grant}' is none of {string.Join(", ", ProtocolCatalog.OAuthGrantTypes.Order())}.")
            { Values = [grant, string.Join(", ", ProtocolCatalog.OAuthGrantTypes.Order())] };
        }

        foreach (var method in new[] { provider.IntrospectionAuthentication, provider.RevocationAuthentication }.Where(method => !ProtocolCatalog.ClientAuthenticationMethods.Contains(method)))
        {
            yield return new Fault(
                "oauth_authentication", "oauth_authentication_unknown", $"'{method}' is none of {string.Join(", ", ProtocolCatalog.ClientAuthenticationMethods.Order())}.")
            { Values = [method, string.Join(", ", ProtocolCatalog.ClientAuthenticationMethods.Order())] };
        }

        if (provider.GrantTypes.Count == 0)
        {
            yield return new Fault("oauth_grant_types", "oauth_grant_type_missing", "Tick at least one authorization mode, or switch the provider off.");
        }
    }

    /// <summary>Whether it sends people anywhere.</summary>
    public static bool AnswersSignIns(ApplicationRow row) =>
        row.Policy.OAuth is { } provider && provider.GrantTypes.Any(grant => grant is "authorization_code" or "implicit");
}
