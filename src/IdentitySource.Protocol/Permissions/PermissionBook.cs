using System.Collections.Frozen;

namespace IdentitySource.Protocol.Permissions;

/// <summary>
/// What one subject may do: the rules that speak of it, with its roles and groups, and the resources of its pool. An item is
/// permitted when rules allow all of it and no rule denies anything of it: a token that held a half-denied item would carry the
/// denied half too.
/// </summary>
/// <param name="resources">All of the pool, by code.</param>
public sealed class PermissionBook(IReadOnlyDictionary<string, Resource> resources, IEnumerable<PermissionRule> rules)
{
    private readonly FrozenDictionary<string, PermissionRule[]> rules =
        rules.GroupBy(rule => rule.Resource, StringComparer.Ordinal).ToFrozenDictionary(each => each.Key, each => each.ToArray(), StringComparer.Ordinal);

    /// <summary>Nothing is known and nothing is allowed.</summary>
    public static PermissionBook Empty { get; } = new(FrozenDictionary<string, Resource>.Empty, []);

    /// <summary>Splits what was asked, each part in the order of the request.</summary>
    public PermittedItems Sort(IEnumerable<string> asked)
    {
        var sorted = asked.ToLookup(text => PermissionItem.Parse(text) is { } item && Allows(item));
        return new PermittedItems(Scopes.Of(sorted[true]), Scopes.Of(sorted[false]));
    }

    public bool Allows(PermissionItem item) =>
        item.Resource is { } code
            ? resources.TryGetValue(code, out var resource) && Allows(resource, item)
            // Everything: of no resources at all, nobody may do everything.
            : resources.Count > 0 && resources.Values.All(each => Allows(each, item));

    /// <summary>Whether a name of a scope means a permission, granted or not: it has the grammar's marks, or is a resource's code.</summary>
    public bool SpeaksOf(string scope) => scope.AsSpan().ContainsAny(':', '*') || resources.ContainsKey(scope);

    /// <summary>What the resource of an item is, for the person who is asked to consent.</summary>
    public string? Describe(string scope) =>
        PermissionItem.Parse(scope) is { Resource: { } code } ? resources.GetValueOrDefault(code)?.Description : null;

    private bool Allows(Resource resource, PermissionItem item)
    {
        if ((item.Action is { } known && !resource.Actions.Contains(known)) || !rules.TryGetValue(resource.Code, out var told)
            || Array.Exists(told, rule => !rule.Allow && rule.Touches(item)))
        {
            return false;
        }

        var allowing = Array.FindAll(told, rule => rule.Allow && (rule.Instance is null || rule.Instance == item.Instance));
        return item.Action is { } action
            ? Array.Exists(allowing, rule => rule.SpeaksOf(action))
            : Array.Exists(allowing, rule => rule.Actions.Count == 0)
                || (resource.Actions.Count > 0 && resource.Actions.All(each => Array.Exists(allowing, rule => rule.SpeaksOf(each))));
    }
}

/// <summary>Items as they were asked for, in the order of the request.</summary>
public sealed record PermittedItems(Scopes Granted, Scopes Rejected)
{
    public static PermittedItems None { get; } = new(Scopes.None, Scopes.None);
}
