using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages.Views;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentitySource.Server.Pages;

/// <summary>
/// A form whose antiforgery token does not hold: forged, or shown before somebody signed in in another tab. Nothing is done; a
/// person in the middle of an interaction is led back to where it stands now.
/// </summary>
internal sealed class StaleForms : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
        {
            return;
        }

        var http = context.HttpContext;
        var ticket = http.Request.HasFormContentType ? http.Request.Form["ticket"].ToString() : "";
        context.Result = new Instead(new HostedPage(
            new NoticeView(NoticeKind.FormExpired)
            {
                WayBack = ticket.Length == 0 ? null : new WayBack($"{http.Request.PathBase}{AuthorizeRoute.ContinuePath}?ticket={Uri.EscapeDataString(ticket)}", ""),
            },
            StatusCodes.Status400BadRequest));
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
