using System.Collections.Frozen;

namespace IdentitySource.Protocol;

/// <summary>What this server can do, by its wire names. Discovery, client validation and the console's checkboxes read these lists.</summary>
public static class ProtocolCatalog
{
    public static FrozenSet<string> GrantTypes { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "authorization_code", "implicit", "password", "refresh_token", "client_credentials");

    public static FrozenSet<string> ResponseTypes { get; } = FrozenSet.Create(
        StringComparer.Ordinal, "code", "id_token", "id_token token", "code id_token", "code token", "code id_token token", "none");

    /// <summary>The modes of the OAuth 2.0 provider.</summary>
    public static FrozenSet<string> OAuthGrantTypes { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "authorization_code", "client_credentials", "implicit", "password", "refresh_token");

    /// <summary>RFC 6749 §3.1.1: those of the OAuth 2.0 provider.</summary>
    public static FrozenSet<string> OAuthResponseTypes { get; } = FrozenSet.Create(StringComparer.Ordinal, "code", "token");

    public static FrozenSet<string> ResponseTypesOf(ProviderKind provider) => provider == ProviderKind.OAuth ? OAuthResponseTypes : ResponseTypes;

    public static FrozenSet<string> ResponseModes { get; } = FrozenSet.Create(StringComparer.Ordinal, "query", "fragment", "form_post", "web_message");

    public static FrozenSet<string> ClientAuthenticationMethods { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "client_secret_post", "client_secret_basic", "none");
}
