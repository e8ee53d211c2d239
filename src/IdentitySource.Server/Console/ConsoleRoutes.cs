namespace IdentitySource.Server.Console;

/// <summary>What belongs to the console, told by the route and not by the path: no spelling of a path gets round it.</summary>
internal static class ConsoleRoutes
{
    public const string Root = "/console";

    /// <summary>The user pool, in every route that is about one.</summary>
    public const string PoolParameter = "pool";

    public static bool Has(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern }
        && pattern.TrimStart('/').Split('/', 2)[0].Equals("console", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of the console to go to; anything else leads to its start, or this would be an open redirect (RFC 9700 §4.11.2).</summary>
    public static string Own(string? path) =>
        Pages.Preferences.LocalPath(path) is var local && (local == Root || local.StartsWith(Root + "/", StringComparison.Ordinal)) ? local : Root;
}
