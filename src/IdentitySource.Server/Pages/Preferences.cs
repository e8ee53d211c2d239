using IdentitySource.Server.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentitySource.Server.Pages;

/// <summary>
/// Keeps language and theme in cookies and goes back to the page. It needs no antiforgery token, because it changes nothing but
/// looks, and pages without any other form then need no cookie; a request that a browser marks as coming from elsewhere is refused.
/// </summary>
internal static class Preferences
{
    public const string Path = "/preferences";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public static void MapPreferences(this IEndpointRouteBuilder routes) => routes.MapPost(Path, SetAsync).DisableAntiforgery();

    /// <summary>The page to come back to. Forms post to an address that can be got as well, for it is where a wrong entry is shown.</summary>
    public static string ReturnPath(HttpRequest request) => request.PathBase + request.Path + request.QueryString;

    private static async Task<IResult> SetAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none"))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!http.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (await PostedForm.ReadAsync(http.Request, cancel) is not { } form)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var back = LocalPath(form["return"]);
        if (PageLanguage.Find(form["language"]) is { } language)
        {
            Keep(http, PageLanguage.Cookie, language.Name);
            back = PageLanguage.Replace(back, language);
        }

        if (form["theme"] is [("light" or "dark" or "system") and { } theme])
        {
            Keep(http, PageTheme.Cookie, theme);
        }

        return new SeeOther(back);
    }

    /// <summary>Only a path of ours: anything else would make this an open redirect (RFC 9700 §4.11.2).</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] && RedirectHttpResult.IsLocalUrl(path) && !path.AsSpan().ContainsAnyInRange('\0', ' ') && !path.Contains('\\', StringComparison.Ordinal) ? path : "/";

    private static void Keep(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new CookieOptions
    {
        Path = "/",
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = Kept,
        IsEssential = true,
    });
}
