namespace IdentitySource.Server.Pages;

/// <summary>Light, dark, or as the system says (no cookie).</summary>
internal static class PageTheme
{
    public const string Cookie = "theme";

    public static string? Of(HttpRequest request) => request.Cookies[Cookie] is "light" or "dark" ? request.Cookies[Cookie] : null;
}
