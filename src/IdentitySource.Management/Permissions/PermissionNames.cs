using System.Collections.Frozen;
using System.Text.RegularExpressions;
using IdentitySource.Protocol.Claims;

namespace IdentitySource.Management.Permissions;

/// <summary>
/// What resources, actions, groups, roles and scopes may be called. Plain ASCII: a permission is granted by its name, so no two names may
/// look alike, and none may hold what the grammar of a scope needs (space, colon, asterisk).
/// </summary>
internal static partial class PermissionNames
{
    public const int LongestInstance = 200;

    /// <summary>Scopes that have a meaning of their own somewhere in OpenID Connect or here.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "openid", "offline_access", "user");

    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>One item of a scope, and nothing that means more than one thing.</summary>
    public static bool IsInstance(string text) =>
        text.Length is > 0 and <= LongestInstance && !text.AsSpan().ContainsAny(":*\"\\ ") && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public static bool IsReserved(string code) => Reserved.Contains(code) || ClaimSources.HasScope(code.ToLowerInvariant());

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Name();
}
