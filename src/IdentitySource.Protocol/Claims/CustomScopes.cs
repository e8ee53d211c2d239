using System.Collections.Frozen;

namespace IdentitySource.Protocol.Claims;

/// <summary>The scopes of a user pool's own, looked up once when the pool is read and not at each request.</summary>
public sealed class CustomScopes
{
    private readonly FrozenDictionary<string, CustomScope> byName;
    private readonly FrozenSet<string> claims;

    private CustomScopes(IReadOnlyList<CustomScope> all)
    {
        All = all;
        byName = all.ToFrozenDictionary(scope => scope.Name, StringComparer.Ordinal);
        claims = all.SelectMany(scope => scope.Claims).Select(claim => claim.Name).Where(name => !ReservedClaims.Contains(name)).ToFrozenSet(StringComparer.Ordinal);
    }

    public static CustomScopes None { get; } = new([]);

    public IReadOnlyList<CustomScope> All { get; }

    public IReadOnlyCollection<string> Claims => claims;

    public static CustomScopes Of(IReadOnlyList<CustomScope> scopes) => scopes.Count == 0 ? None : new(scopes);

    public CustomScope? Find(string scope) => byName.GetValueOrDefault(scope);

    public bool Releases(string claim) => claims.Contains(claim);
}
