using IdentitySource.Management.Administration;

namespace IdentitySource.Server.Console;

/// <summary>The navigation of a user pool, in its order. An area is one line here and its name, <c>Area.{Name}</c>, in <c>ConsoleTexts</c>.</summary>
public static class ConsoleAreas
{
    public static IReadOnlyList<ConsoleArea> All { get; } =
    [
        new("Overview", "", "layout-dashboard", "o"),
        new("Applications", "applications", "layout-grid", "a"),
        new("Users", "users", "users", "u"),
        new("Groups", "groups", "layers", "g"),
        new("Roles", "roles", "id-card", "r"),
        new("Logs", "logs", "activity", "l"),
        new("Audit", "audit", "history", "h"),
    ];

    /// <summary>The area that a path lies in; null for the pages that are about no pool.</summary>
    public static ConsoleArea? Of(PathString path) =>
        (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries) is [_, _, .. var rest] ? All.FirstOrDefault(area => area.Path == rest.FirstOrDefault("")) : null;
}

/// <param name="Path">The segment after the pool.</param>
/// <param name="Icon">Of the sprite.</param>
/// <param name="Key">The letter that follows <c>g</c>.</param>
/// <param name="Needs">Who sees it in the navigation; what its pages ask is said there.</param>
public sealed record ConsoleArea(string Name, string Path, string Icon, string Key, ConsoleRole Needs = ConsoleRole.Viewer);
