namespace IdentitySource.Server.Pages;

/// <summary>
/// Who reads an answer that is no success. Where programs call, nobody gets a page, whatever the request accepts: their parsers
/// want JSON, and a page is one more place for what was sent to be shown. It is told by the path and not by the route, because a
/// request may fail before it has one.
/// </summary>
internal static class Audience
{
    private const string Metadata = "/.well-known/";

    private static readonly string[] OfPrograms =
    [
        "/oidc/token", "/oidc/token/introspection", "/oidc/token/revocation", "/oidc/me", "/oidc/validate_token", "/cas/session",
        "/oauth/token", "/oauth/token/introspection", "/oauth/token/revocation", "/oauth/me", "/health/live", "/health/ready",
    ];

    /// <summary>A browser that shows pages, at an address that has some.</summary>
    public static bool IsPerson(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && !IsOfPrograms(http.Request.Path.Value ?? "");

    /// <param name="path">With the address of an application or without.</param>
    public static bool IsOfPrograms(string path) =>
        path.Contains(Metadata, StringComparison.OrdinalIgnoreCase)
        || Array.Exists(OfPrograms, own => path.TrimEnd('/').EndsWith(own, StringComparison.OrdinalIgnoreCase));
}
