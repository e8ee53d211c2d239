using IdentitySource.Management.Administration;

namespace IdentitySource.Server.Console;

/// <summary>
/// The navigation of a user pool, in its order. An area is one line here and its name, <c>Area.{Name}</c>, in <c>ConsoleTexts</c>; so is
/// a tab of one, <c>Tab.{Area}.{Name}</c>.
/// </summary>
public static class ConsoleAreas
{
    public static IReadOnlyList<ConsoleArea> All { get; } =
    [
        new("Overview", "", "layout-dashboard", "o"),
        new("Applications", "applications", "layout-grid", "a"),
        new("Users", "users", "users", "u"),
        new("Groups", "groups", "layers", "g"),
        new("Roles", "roles", "id-card", "r"),
        new("Resources", "resources", "key-round", "c") { Tabs = [new("Resources", ""), new("Rules", "rules"), new("Scopes", "scopes")] },
        new("Logs", "logs", "activity", "l"),
        new("Audit", "audit", "history", "h"),
        new("Security", "security", "shield-check", "s") { Tabs = [new("Keys", ""), new("Policies", "policies"), new("Limits", "limits")] },
        new("Tools", "tools", "wrench", "t"),
        new("Settings", "settings", "settings-2", "e") { Tabs = [new("Administrators", ""), new("ApiKeys", "api-keys", ConsoleRole.Owner), new("Configuration", "configuration"), new("Outbox", "outbox"), new("UserPool", "user-pool"), new("About", "about")] },
    ];

    /// <summary>The area that a path lies in; null for the pages that are about no pool.</summary>
    public static ConsoleArea? Of(PathString path) =>
        Segments(path) is [_, _, .. var rest] ? All.FirstOrDefault(area => area.Path == rest.FirstOrDefault("")) : null;

    /// <summary>The tabs of the area, where the path is one of them and no page below.</summary>
    public static IReadOnlyList<(ConsoleTab Tab, bool Current)> Tabs(PathString path)
    {
        var current = Segments(path) is [_, _, _, .. { Length: <= 1 } rest] ? rest.FirstOrDefault("") : null;
        var tabs = Of(path)?.Tabs ?? [];
        return tabs.Any(tab => tab.Path == current) ? [.. tabs.Select(tab => (tab, tab.Path == current))] : [];
    }

    private static string[] Segments(PathString path) => (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
}

/// <param name="Path">The segment after the pool.</param>
/// <param name="Icon">Of the sprite.</param>
/// <param name="Key">The letter that follows <c>g</c>.</param>
/// <param name="Needs">Who sees it in the navigation; what its pages ask is said there.</param>
public sealed record ConsoleArea(string Name, string Path, string Icon, string Key, ConsoleRole Needs = ConsoleRole.Viewer)
{
    public IReadOnlyList<ConsoleTab> Tabs { get; init; } = [];
}

/// <param name="Path">The segment after the area's; empty for the one that stands at the area's own address.</param>
/// <param name="Needs">Who is shown it; what its page asks is said there.</param>
public sealed record ConsoleTab(string Name, string Path, ConsoleRole Needs = ConsoleRole.Viewer);
