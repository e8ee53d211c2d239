using System.Globalization;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using Microsoft.AspNetCore.Diagnostics;

namespace IdentitySource.Server.Pages;

/// <summary>A page for a bare status code, for people only: whoever else it is gets the status and no body.</summary>
internal static class StatusPages
{
    public static Task WriteAsync(StatusCodeContext context) =>
        Audience.IsPerson(context.HttpContext) ? Page(context.HttpContext).ExecuteAsync(context.HttpContext) : Task.CompletedTask;

    /// <summary>The page for the status that the answer has.</summary>
    public static HostedPage Page(HttpContext http)
    {
        NoticeView notice = new(Kind(http.Response.StatusCode)) { RetryAfter = RetryAfter(http.Response), Reference = Reference.Of(http) };
        return new HostedPage(notice, http.Response.StatusCode);
    }

    private static NoticeKind Kind(int status) => status switch
    {
        StatusCodes.Status404NotFound => NoticeKind.NotFound,
        StatusCodes.Status421MisdirectedRequest => NoticeKind.Misdirected,
        StatusCodes.Status429TooManyRequests => NoticeKind.TooManyRequests,
        StatusCodes.Status503ServiceUnavailable => NoticeKind.Busy,
        >= 500 => NoticeKind.Failed,
        _ => NoticeKind.BadRequest,
    };

    private static TimeSpan? RetryAfter(HttpResponse response) =>
        int.TryParse(response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
