using System.Collections.Frozen;
using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>All claims by scope. Discovery, the consent page and the tokens read the same list.</summary>
public static class ClaimSources
{
    /// <summary>In the order in which they are written and listed.</summary>
    public static IReadOnlyList<IClaimSource> All { get; } =
    [
        new ProfileClaims(),
        new EmailClaims(),
        new PhoneClaims(),
        new AddressClaims(),
        new AccountClaims("username", ClaimRule.Text("username", subject => subject.Username)),
        new AccountClaims("roles", AccountClaims.Roles),
        new AccountClaims("external_id", ClaimRule.Text("external_id", subject => subject.ExternalId)),
        new AccountClaims("extended_fields", AccountClaims.ExtendedFields),
    ];

    private static readonly FrozenDictionary<string, IClaimSource> ByScope = All.ToFrozenDictionary(source => source.Scope);

    private static readonly FrozenDictionary<string, ClaimRule> ByName = All.SelectMany(source => source.Claims).ToFrozenDictionary(claim => claim.Name);

    public static bool HasScope(string scope) => ByScope.ContainsKey(scope);

    public static bool Knows(string claim) => ByName.ContainsKey(claim);

    public static ClaimRule? Find(string claim) => ByName.GetValueOrDefault(claim);

    /// <summary>Writes what the scopes release and what was asked for by name (OIDC Core §5.4, §5.5).</summary>
    public static void Write(Utf8JsonWriter json, Subject subject, Scopes scopes, IReadOnlyList<string> alsoAsked, ClaimsFormat format)
    {
        foreach (var source in All)
        {
            if (!scopes.Contains(source.Scope) && alsoAsked.Count == 0)
            {
                continue;
            }

            foreach (var claim in source.Claims)
            {
                if (ClaimRelease.Releases(scopes, alsoAsked, source.Scope, claim.Name))
                {
                    claim.Write(json, claim.Name, subject, format);
                }
            }
        }
    }
}
