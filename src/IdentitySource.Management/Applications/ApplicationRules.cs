using System.Text;
using IdentitySource.Management.Claims;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.Applications;

/// <summary>Whether an application's settings make sense, each by itself and together. The same for making and for changing one.</summary>
internal static class ApplicationRules
{
    private const int MaxNameLength = 200;

    private const int MaxUris = 100;

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <param name="before">
    /// What it had, if it is not new. Applications are older than the rule that a mode of refreshing needs another beside it: who has
    /// it so keeps it through every change of something else.
    /// </param>
    public static List<Fault> Check(ApplicationRow row, ApplicationModes? before = null)
    {
        List<Fault> faults = [.. CheckName(row.Name)];
        faults.AddRange(RedirectUriRules.Check("redirect_uris", row.RedirectUris, row.Type, row.Policy.AllowHttpImplicitCallback));
        faults.AddRange(RedirectUriRules.Check("post_logout_redirect_uris", row.PostLogoutRedirectUris, row.Type));
        faults.AddRange(row.AllowedOrigins.Where(origin => Origins.Of(origin) != origin || !Ascii.IsValid(origin)).Select(origin =>
            new Fault("allowed_origins", "origin_malformed", $"'{origin}' is not an origin as browsers send it, like 'https://app.example.com'.") { Values = [origin] }));
        if (row.RedirectUris.Count + row.PostLogoutRedirectUris.Count + row.AllowedOrigins.Count > MaxUris)
        {
            faults.Add(new Fault("redirect_uris", "too_many_addresses", $"An application may have {MaxUris} addresses in all.") { Values = [MaxUris] });
        }

        faults.AddRange(CheckModes(row, stay: before?.Stay(row) == true));
        faults.AddRange(CheckAuthentication(row));
        faults.AddRange(CheckAlgorithms(row));
        faults.AddRange(CheckLifetimes(row.Policy));
        faults.AddRange(OAuthProviderRules.Check(row));
        faults.AddRange(CustomClaimRules.Check(row.Policy.CustomClaims));
        return faults;
    }

    /// <summary>Whether it proves itself with one somewhere.</summary>
    public static bool NeedsSecret(ApplicationRow row) =>
        row.TokenAuthentication != "none" || row.IntrospectionAuthentication != "none" || row.RevocationAuthentication != "none";

    /// <summary>Whether an authorization of this mode can come with a refresh token.</summary>
    public static bool GivesRefreshTokens(string mode) => mode is "authorization_code" or "password";

    private static IEnumerable<Fault> CheckName(string name)
    {
        if (name.Length == 0)
        {
            yield return new Fault("name", "name_missing", "The name is missing.");
        }
        else if (name.Length > MaxNameLength)
        {
            yield return new Fault("name", "name_too_long", $"The name may have {MaxNameLength} characters.") { Values = [MaxNameLength] };
        }
        else if (LookupNames.Composed(name) is null || !LookupNames.IsPlain(name))
        {
            // It is shown on the consent page: nothing in it may be invisible or turn the text around.
            yield return new Fault("name", "name_malformed", "The name holds characters that cannot be seen.");
        }
    }

    private static IEnumerable<Fault> CheckModes(ApplicationRow row, bool stay)
    {
        foreach (var grant in row.GrantTypes.Where(grant => !ProtocolCatalog.GrantTypes.Contains(grant)))
        {
            yield return new Fault("grant_types", "grant_type_unknown", $"'{grant}' is none of {string.Join(", ", ProtocolCatalog.GrantTypes.Order())}.") { Values = [grant, string.Join(", ", ProtocolCatalog.GrantTypes.Order())] };
        }

        foreach (var type in row.ResponseTypes.Where(type => !ProtocolCatalog.ResponseTypes.Contains(type)))
        {
            yield return new Fault("response_types", "response_type_unknown", $"'{type}' is none of {string.Join(", ", ProtocolCatalog.ResponseTypes.Order())}.") { Values = [type, string.Join(", ", ProtocolCatalog.ResponseTypes.Order())] };
        }

        foreach (var type in row.ResponseTypes.Where(ProtocolCatalog.ResponseTypes.Contains).Select(name => new ResponseType(name)).Where(type => !type.WorksWith(row.GrantTypes)))
        {
            yield return new Fault("response_types", "return_type_needs_mode", $"The return type '{type.Name}' works only with the mode {ModesOf(type)}.") { Values = [type.Name, ModesOf(type)] };
        }

        if (row.GrantTypes.Contains("authorization_code") && !row.ResponseTypes.Exists(type => new ResponseType(type).HasCode))
        {
            yield return new Fault("grant_types", "mode_needs_return_type", "The mode authorization_code needs a return type with code.");
        }

        if (row.GrantTypes.Contains("implicit") && !row.ResponseTypes.Exists(type => new ResponseType(type).HasToken))
        {
            yield return new Fault("grant_types", "mode_needs_return_type", "The mode implicit needs a return type with id_token or token.");
        }

        if (!stay && row.GrantTypes.Contains("refresh_token") && !row.GrantTypes.Exists(GivesRefreshTokens))
        {
            // RFC 6749 §4.2.2: nothing that comes straight from the authorization endpoint is refreshed.
            yield return new Fault("grant_types", "refresh_token_needs_mode", "The mode refresh_token works only with authorization_code or password.");
        }

        if (row.RedirectUris.Count == 0 && (row.ResponseTypes.Count > 0 || OAuthProviderRules.AnswersSignIns(row)))
        {
            yield return new Fault("redirect_uris", "redirect_uri_missing", "A callback URL is needed: the answer to a sign-in goes there.");
        }
    }

    private static string ModesOf(ResponseType type) => type switch
    {
        { HasCode: true, HasToken: true } => "authorization_code together with implicit",
        { HasCode: true } => "authorization_code",
        { HasToken: true } => "implicit",
        _ => "authorization_code or implicit",
    };

    private static IEnumerable<Fault> CheckAuthentication(ApplicationRow row)
    {
        (string Field, string Method)[] settings =
        [
            ("token_authentication", row.TokenAuthentication),
            ("introspection_authentication", row.IntrospectionAuthentication),
            ("revocation_authentication", row.RevocationAuthentication),
        ];
        foreach (var (field, method) in settings)
        {
            if (!ProtocolCatalog.ClientAuthenticationMethods.Contains(method))
            {
                yield return new Fault(
                    field, "authentication_unknown", $"'{method}' is none of {string.Join(", ", ProtocolCatalog.ClientAuthenticationMethods.Order())}.")
                { Values = [method, string.Join(", ", ProtocolCatalog.ClientAuthenticationMethods.Order())] };
            }
            else if (method != "none" && row.Type is ApplicationType.Spa or ApplicationType.Native)
            {
                // RFC 6749 §2.1, RFC 8252 §8.5: what everybody can unpack keeps no secret.
                yield return new Fault(
                    field, "secret_cannot_be_kept", $"An application of the type {row.Type.ToString().ToLowerInvariant()} cannot keep a secret: the method must be none.");
            }
            else if (method == "none" && row.Type == ApplicationType.Machine)
            {
                yield return new Fault(field, "secret_needed", "A machine has nothing but its secret: the method cannot be none.");
            }
        }

        if (row.TokenAuthentication == "none" && !row.Policy.RotateRefreshTokens)
        {
            yield return new Fault("rotate_refresh_tokens", "rotation_needed", "Without a secret, refresh tokens must be rotated (RFC 9700 §4.14.2).");
        }
    }

    private static IEnumerable<Fault> CheckAlgorithms(ApplicationRow row)
    {
        if (row.IdTokenAlgorithm == SigningAlgorithm.HS256 && row.TokenAuthentication == "none")
        {
            // OIDC Core §10.1: whoever verifies with the secret could also sign with it, so it must be one.
            yield return new Fault(
                "id_token_algorithm", "id_token_algorithm_needs_secret", "HS256 signs with the application's secret, and this application proves itself without one.");
        }

        if (row.AccessTokenAlgorithm is not (SigningAlgorithm.RS256 or SigningAlgorithm.ES256))
        {
            yield return new Fault(
                "access_token_algorithm", "access_token_algorithm_unsupported", "Access tokens are signed with RS256 or ES256: others must be able to verify them.");
        }
    }

    private static IEnumerable<Fault> CheckLifetimes(ApplicationPolicy policy)
    {
        (string Field, TimeSpan Given, TimeSpan Shortest, TimeSpan Longest)[] limits =
        [
            // RFC 6749 §4.1.2: ten minutes at most.
            ("code_lifetime", policy.CodeLifetime, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
            ("id_token_lifetime", policy.IdTokenLifetime, TimeSpan.FromSeconds(30), Month),
            ("access_token_lifetime", policy.AccessTokenLifetime, TimeSpan.FromSeconds(30), Month),
            ("refresh_token_lifetime", policy.RefreshTokenLifetime, TimeSpan.FromMinutes(1), 12 * Month),
            ("refresh_absolute_lifetime", policy.RefreshAbsoluteLifetime, policy.RefreshTokenLifetime, 120 * Month),
            ("refresh_reuse_window", policy.RefreshReuseWindow, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        ];
        return limits.Where(limit => limit.Given < limit.Shortest || limit.Given > limit.Longest).Select(limit => new Fault(
            limit.Field,
            limit.Field + "_out_of_range",
            $"{limit.Field} must lie between {limit.Shortest.TotalSeconds:0} and {limit.Longest.TotalSeconds:0} seconds."));
    }
}
