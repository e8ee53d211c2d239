using System.Globalization;
using System.Text.RegularExpressions;
using IdentitySource.Server.Composition;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace IdentitySource.Server.Pages;

/// <summary>
/// The language of a request: what the application asks for (<c>ui_locales</c>, OIDC Core §3.1.2.1), what the person chose, what the
/// browser prefers, what the deployment is configured for. A choice at the switch also replaces the wish in the page's address, so the
/// person has the last word in this interaction. Only the language of texts changes; numbers and dates in the protocol stay invariant.
/// It is found out where something is said: most requests say nothing to a person.
/// </summary>
internal static partial class PageLanguage
{
    public const string Cookie = "language";

    /// <summary>In the order of the switch; the first is the last resort.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("zh-Hans")];

    public static CultureInfo Of(HttpContext http) => Choose(
        http.Request.Query["ui_locales"],
        http.Request.Cookies[Cookie],
        http.Request.GetTypedHeaders().AcceptLanguage,
        http.RequestServices.GetRequiredService<DeploymentOptions>().DefaultLocale);

    public static CultureInfo Choose(string? asked, string? chosen, IEnumerable<StringWithQualityHeaderValue> accepted, string fallback)
    {
        var wishes = (asked ?? "").Split(' ').Append(chosen)
            .Concat(accepted.Where(each => each.Quality is not 0).OrderByDescending(each => each.Quality ?? 1).Select(each => each.Value.Value))
            .Append(fallback);
        return wishes.Select(Find).FirstOrDefault(found => found is not null) ?? All[0];
    }

    /// <summary>The address of a page or form of ours, with the application's wish, which would be forgotten on the way.</summary>
    public static string Carry(string address, string? asked) =>
        (asked ?? "").Split(' ').Select(Find).FirstOrDefault(found => found is not null) is { } language
            ? $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}ui_locales={language.Name}"
            : address;

    /// <summary>The same address with another wish, if it has one.</summary>
    public static string Replace(string address, CultureInfo language) => Wish().Replace(address, language.Name);

    /// <summary>By the primary subtag (RFC 5646 §2.2.1): <c>zh</c>, <c>zh-CN</c> and <c>zh-Hant-TW</c> all get the Chinese we have.</summary>
    public static CultureInfo? Find(string? tag)
    {
        var primary = (tag ?? "").Split('-', 2)[0];
        return All.FirstOrDefault(language => language.TwoLetterISOLanguageName.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("(?<=[?&]ui_locales=)[^&#]*")]
    private static partial Regex Wish();
}

/// <summary>Razor Pages speak it from the first filter on; an answer of a route sets it when it is written (<see cref="HostedPage"/>).</summary>
internal sealed class SpokenLanguage : IAsyncResourceFilter
{
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        CultureInfo.CurrentUICulture = PageLanguage.Of(context.HttpContext);
        return next();
    }
}
