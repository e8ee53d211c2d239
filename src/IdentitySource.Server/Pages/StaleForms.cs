using IdentitySource.Server.Console;
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
internal sealed class StaleForms : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.Result = new Instead(await PageAsync(context.HttpContext));
        }

        await next();
    }

    private static async Task<HostedPage> PageAsync(HttpContext http)
    {
        if (ConsoleRoutes.Has(http.GetEndpoint()))
        {
            return Page(new WayBack(http.Request.Path.Value ?? ConsoleRoutes.Root));
        }

        var form = http.Request.HasFormContentType ? await PostedForm.ReadAsync(http.Request, http.RequestAborted) : null;
        var ticket = form?["ticket"].ToString() ?? "";

        // The tickets of the sign-out page are its own; all others are of the authorization endpoint.
        var path = http.Request.Path == "/sign-out" ? "/sign-out" : AuthorizeRoute.ContinuePath;
        var back = PageLanguage.Carry($"{http.Request.PathBase}{path}?ticket={Uri.EscapeDataString(ticket)}", http.Request.Query["ui_locales"]);
        return Page(ticket.Length == 0 ? null : new WayBack(back));
    }

    private static HostedPage Page(WayBack? back) => new(new NoticeView(NoticeKind.FormExpired) { WayBack = back }, StatusCodes.Status400BadRequest);
}
