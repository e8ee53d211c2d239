using System.Collections.Frozen;

namespace IdentitySource.Protocol.Permissions;

/// <summary>Something of a user pool that permissions speak of: an API, data, a part of a user interface.</summary>
/// <param name="Code">Its name in items.</param>
/// <param name="Actions">What can be done with it; an item with any other action is not permitted to anybody.</param>
public sealed record Resource(string Code, FrozenSet<string> Actions, string? Description);

/// <summary>Allows or denies somebody actions on a resource.</summary>
/// <param name="Resource">Its code.</param>
/// <param name="Instance">One thing of the resource; null for all of them.</param>
/// <param name="Actions">Empty: every action, also those that the resource gets later.</param>
public sealed record PermissionRule(string Resource, string? Instance, FrozenSet<string> Actions, bool Allow)
{
    /// <summary>Whether something of the item falls under the rule.</summary>
    internal bool Touches(PermissionItem item) =>
        (Instance is null || item.Instance is null || Instance == item.Instance)
        && (item.Action is null || SpeaksOf(item.Action));

    internal bool SpeaksOf(string action) => Actions.Count == 0 || Actions.Contains(action);
}
