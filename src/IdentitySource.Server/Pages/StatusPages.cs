using System.Globalization;
using IdentitySource.Server.Pages.Views;
using Microsoft.AspNetCore.Diagnostics;

namespace IdentitySource.Server.Pages;

/// <summary>A page for a bare status code, for browsers only: whoever did not ask for HTML gets the status and no body.</summary>
internal static class StatusPages
{
    public static Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return Task.CompletedTask;
        }

        NoticeView notice = new(Kind(http.Response.StatusCode)) { RetryAfter = RetryAfter(http.Response) };
        return new HostedPage(notice, http.Response.StatusCode).ExecuteAsync(http);
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
