namespace IdentitySource.Protocol.Permissions;

/// <summary>
/// One item of a scope that speaks of permissions: <c>resource[:id][:action]</c>, <c>*</c> for all of them. What is null means all;
/// so <c>book:*:read</c> is <c>book:read</c>, and <c>book:*:*</c> is <c>book</c>.
/// </summary>
/// <param name="Resource">Its code; null for every resource of the pool, which goes with every id and every action only.</param>
/// <param name="Instance">One thing of the resource.</param>
public readonly record struct PermissionItem(string? Resource, string? Instance, string? Action)
{
    private const string All = "*";

    /// <summary>
    /// Two parts are resource and action: an id without an action is written <c>book:2019:*</c>. Null for what is no item: an empty
    /// part, a fourth one, a wildcard within a name, an id or an action of no resource in particular.
    /// </summary>
    public static PermissionItem? Parse(string text)
    {
        var parts = text.Split(':', 4);
        if (parts.Length > 3 || Array.Exists(parts, part => part.Length == 0 || (part != All && part.Contains('*'))))
        {
            return null;
        }

        var (instance, action) = parts switch
        {
            [_, var second, var third] => (Named(second), Named(third)),
            [_, var second] => (null, Named(second)),
            _ => ((string?)null, (string?)null),
        };
        var resource = Named(parts[0]);
        return resource is null && (instance is not null || action is not null) ? null : new PermissionItem(resource, instance, action);
    }

    /// <summary>The shortest way to write it.</summary>
    public override string ToString() =>
        Instance is not null ? $"{Resource}:{Instance}:{Action ?? All}"
        : Action is not null ? $"{Resource}:{Action}"
        : Resource ?? All;

    private static string? Named(string part) => part == All ? null : part;
}
