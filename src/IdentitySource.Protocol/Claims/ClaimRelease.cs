using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>What is told about a person at one occasion: standard claims, those of the pool's scopes, and the application's own.</summary>
/// <param name="AlsoAsked">Claims asked for by name (OIDC Core §5.5).</param>
public readonly record struct ClaimRelease(
    Subject Subject, Scopes Scopes, IReadOnlyList<string> AlsoAsked, ClaimsFormat Format, CustomScopes Pool, IReadOnlyList<CustomClaim> Own)
{
    /// <summary>Each claim once: of one name in two places, the application's is written, which is the narrower setting.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ClaimSources.Write(json, Subject, Scopes, AlsoAsked, Format);
        foreach (var scope in Pool.All)
        {
            WritePool(json, scope);
        }

        foreach (var claim in Own)
        {
            claim.Write(json, Subject, Format);
        }
    }

    /// <summary>OIDC Core §5.4, §5.5: the scope releases it, or it was asked for by name.</summary>
    internal static bool Releases(Scopes scopes, IReadOnlyList<string> alsoAsked, string scope, string claim) =>
        scopes.Contains(scope) || (alsoAsked.Count > 0 && alsoAsked.Contains(claim));

    private void WritePool(Utf8JsonWriter json, CustomScope scope)
    {
        foreach (var claim in scope.Claims)
        {
            if (Releases(Scopes, AlsoAsked, scope.Name, claim.Name) && !IsOwn(claim.Name))
            {
                claim.Write(json, Subject, Format);
            }
        }
    }

    internal bool IsOwn(string name)
    {
        foreach (var claim in Own)
        {
            if (claim.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
