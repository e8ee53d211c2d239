using System.Collections.Frozen;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.OAuth;

/// <summary>
/// An application as its OAuth 2.0 provider sees it: the checkboxes and methods of that provider in place of its own, opaque
/// access tokens, no ID token. The endpoints then need not know which provider they serve.
/// </summary>
internal static class OAuthView
{
    /// <summary>Null while the provider is off.</summary>
    public static Application? Of(Application application) => application.Policy.OAuth is not { } provider ? null : application with
    {
        GrantTypes = provider.GrantTypes.ToFrozenSet(StringComparer.Ordinal),
        ResponseTypes = ResponseTypes(provider).ToFrozenSet(StringComparer.Ordinal),
        Authentication = new EndpointAuthentication("client_secret_basic", provider.IntrospectionAuthentication, provider.RevocationAuthentication),
        Policy = application.Policy with { AccessTokenFormat = AccessTokenFormat.Opaque, CustomClaims = [] },
    };

    private static IEnumerable<string> ResponseTypes(OAuthProvider provider)
    {
        if (provider.GrantTypes.Contains("authorization_code"))
        {
            yield return "code";
        }

        if (provider.GrantTypes.Contains("implicit"))
        {
            yield return "token";
        }
    }
}
