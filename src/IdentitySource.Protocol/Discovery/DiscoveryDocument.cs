using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Discovery;

/// <summary>
/// The metadata of one authorization server: OpenID Connect Discovery §3 and RFC 8414 §2 in one document. At an application's
/// own address it lists what that application may do, at the shared one what the server can do.
/// </summary>
public static class DiscoveryDocument
{
    public static byte[] Write(AuthorizationServer server)
    {
        ArrayBufferWriter<byte> body = new(2048);
        using Utf8JsonWriter json = new(body);
        var application = server.OnlyApplication;
        var types = Types(application);
        json.WriteStartObject();
        json.WriteString("issuer", server.Issuer);
        WriteEndpoints(json, server.Issuer);
        WriteList(json, "response_types_supported", types.Select(type => type.Name));
        WriteList(json, "response_modes_supported", Modes(application, types));
        WriteList(json, "grant_types_supported", Ticked(ProtocolCatalog.GrantTypes, application?.GrantTypes));
        WriteList(json, "subject_types_supported", ["public"]);
        WriteAlgorithms(json, application);
        WriteList(json, "scopes_supported", ["openid", .. ClaimSources.All.Select(source => source.Scope), .. server.CustomScopes.All.Select(scope => scope.Name), .. OfflineAccess(application)]);
        WriteList(json, "claims_supported", [.. TokenClaims, .. Hashes(types), .. Claims(server)]);
        WriteList(json, "acr_values_supported", AuthenticationContext.Supported);
        WritePages(json, types);
        WriteList(json, "token_endpoint_auth_methods_supported", Methods(application?.Authentication.Token).Union(OfMachines(application)).Order());
        WriteList(json, "introspection_endpoint_auth_methods_supported", Methods(application?.Authentication.Introspection));
        WriteList(json, "revocation_endpoint_auth_methods_supported", Methods(application?.Authentication.Revocation));
        if (types.Any(type => type.HasCode))
        {
            // Only S256 is invited: what `plain` is still accepted for is not worth a new client's while (RFC 9700 §2.1.1).
            WriteList(json, "code_challenge_methods_supported", ["S256"]);
        }

        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteBoolean("claims_parameter_supported", true);
        json.WriteBoolean("request_parameter_supported", false);
        json.WriteBoolean("request_uri_parameter_supported", false);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan.ToArray();
    }

    private static readonly string[] TokenClaims = ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid", "acr", "amr"];

    /// <summary>Those that are ticked and whose mode is ticked too.</summary>
    private static ResponseType[] Types(Application? application) =>
    [
        .. Ticked(ProtocolCatalog.ResponseTypes, application?.ResponseTypes)
            .Select(name => new ResponseType(name))
            .Where(type => application is null || type.WorksWith(application.GrantTypes)),
    ];

    /// <summary>
    /// An application that gets nothing but tokens here cannot be answered in a query, and one that is answered at a scheme of its
    /// own has no origin to tell a message.
    /// </summary>
    private static IEnumerable<string> Modes(Application? application, ResponseType[] types) =>
        ProtocolCatalog.ResponseModes.Order().Where(mode => types.Length > 0 && mode switch
        {
            "query" => !types.All(type => type.HasToken),
            "web_message" => application is null || application.RedirectUris.Any(uri => Origins.Of(uri) is not null),
            _ => true,
        });

    /// <summary>Claims of an ID token that comes from the authorization endpoint.</summary>
    private static IEnumerable<string> Hashes(ResponseType[] types)
    {
        if (types.Any(type => type.HasCode && type.Has("id_token")))
        {
            yield return "c_hash";
        }

        if (types.Any(type => type.Has("id_token")))
        {
            yield return "s_hash";
        }
    }

    /// <summary>What is said about a person. At the shared address an application's own claims are not listed: most do not get them.</summary>
    private static IEnumerable<string> Claims(AuthorizationServer server) =>
        ClaimSources.All.SelectMany(source => source.Claims).Select(claim => claim.Name)
            .Concat(server.CustomScopes.All.SelectMany(scope => scope.Claims).Concat(server.OnlyApplication?.Policy.CustomClaims ?? [])
                .Select(claim => claim.Name).Where(name => !ReservedClaims.Contains(name)))
            .Distinct(StringComparer.Ordinal);

    private static void WriteEndpoints(Utf8JsonWriter json, string issuer)
    {
        json.WriteString("authorization_endpoint", issuer + "/auth");
        json.WriteString("token_endpoint", issuer + "/token");
        json.WriteString("userinfo_endpoint", issuer + "/me");
        json.WriteString("jwks_uri", issuer + "/.well-known/jwks.json");
        json.WriteString("introspection_endpoint", issuer + "/token/introspection");
        json.WriteString("revocation_endpoint", issuer + "/token/revocation");
        json.WriteString("end_session_endpoint", issuer + "/session/end");
    }

    /// <summary>What can be said of the pages. RFC 8414 §2: of an application that sends nobody to them nothing, rather than an empty list.</summary>
    private static void WritePages(Utf8JsonWriter json, ResponseType[] types)
    {
        if (types.Length > 0)
        {
            WriteList(json, "prompt_values_supported", ["none", "login", "consent", "select_account"]);
            WriteList(json, "display_values_supported", ["page", "popup", "touch", "wap"]);
            WriteList(json, "ui_locales_supported", ["en", "zh-Hans"]);
        }
    }

    /// <summary>OIDC Discovery §3: RS256 is always in the list, whichever the application has chosen.</summary>
    private static void WriteAlgorithms(Utf8JsonWriter json, Application? application) => WriteList(
        json, "id_token_signing_alg_values_supported",
        application is null ? ["RS256", "ES256", "HS256"]
            : application.IdTokenAlgorithm == SigningAlgorithm.RS256 ? ["RS256"]
            : ["RS256", application.IdTokenAlgorithm.Name()]);

    private static IEnumerable<string> Methods(string? only) => only is null ? ProtocolCatalog.ClientAuthenticationMethods.Order() : [only];

    /// <summary>A programmatic access account proves itself either way, whatever the application's own method is.</summary>
    private static string[] OfMachines(Application? application) =>
        application?.MayUse("client_credentials") == true ? ["client_secret_basic", "client_secret_post"] : [];

    private static IEnumerable<string> OfflineAccess(Application? application) =>
        application is null || application.MayUse("refresh_token") ? ["offline_access"] : [];

    private static IEnumerable<string> Ticked(FrozenSet<string> known, FrozenSet<string>? ticked) =>
        known.Where(name => ticked is null || ticked.Contains(name)).Order();

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
