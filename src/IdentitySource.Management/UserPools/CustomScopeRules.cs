using IdentitySource.Management.Claims;
using IdentitySource.Management.Permissions;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.UserPools;

/// <summary>Whether a pool's own scopes make sense, each by itself and together.</summary>
internal static class CustomScopeRules
{
    internal const int Most = 50;

    private const int LongestDescription = 200;

    public static IEnumerable<Fault> Check(IReadOnlyList<CustomScope> scopes, CustomScope added)
    {
        if (!PermissionNames.IsName(added.Name))
        {
            // A colon or an asterisk would make it a permission item, which rules grant and nobody else.
            yield return new Fault("scope", "scope_name_malformed", "A scope's name has letters, digits, '.', '_' and '-', 100 at most, and begins with a letter or digit.");
        }
        else if (PermissionNames.IsReserved(added.Name))
        {
            yield return new Fault("scope", "scope_reserved", $"'{added.Name}' is a scope with a meaning of its own.") { Values = [added.Name] };
        }

        if (scopes.Count(scope => scope.Name == added.Name) > 1)
        {
            yield return new Fault("scope", "scope_exists", $"This user pool has a scope '{added.Name}' already.") { Values = [added.Name] };
        }

        if (scopes.Count > Most)
        {
            yield return new Fault("scope", "scopes_too_many", $"A user pool may have {Most} scopes of its own.") { Values = [Most] };
        }

        if (added.Description is { } text && (text.Length is 0 or > LongestDescription || LookupNames.Composed(text) is null || !LookupNames.IsPlain(text)))
        {
            // People read it before they allow something: nothing in it may be invisible or turn the text around.
            yield return new Fault(
                "description", "description_malformed", $"The description is empty, longer than {LongestDescription} characters, or holds characters that cannot be seen.")
            { Values = [LongestDescription] };
        }

        // One token may hold all of them, so they are bounded together; and a claim has one meaning in a pool.
        foreach (var fault in CustomClaimRules.Check([.. scopes.SelectMany(scope => scope.Claims)]))
        {
            yield return fault;
        }
    }
}
