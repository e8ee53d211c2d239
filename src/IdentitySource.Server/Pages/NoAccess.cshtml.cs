using IdentitySource.Protocol.Authorize;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>The application's access rules keep this person out: they go back, or sign in as somebody else.</summary>
public sealed class NoAccessModel(PageFlow pages, EventTrail trail) : PageModel
{
    internal NoAccessView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ticket, CancellationToken cancel)
    {
        var (flow, person, instead) = await OpenAsync(ticket, cancel);
        if (instead is not null)
        {
            return new Instead(instead);
        }

        var application = flow!.Request.Application;
        trail.Refused(HttpContext, Interactions.NoAccess with { ApplicationId = application.Id, SubjectId = person!.Session.SubjectId });
        View = new NoAccessView
        {
            Action = PageLanguage.Carry($"{Request.PathBase}/no-access?ticket={flow.Ticket}", Request.Query["ui_locales"]),
            Ticket = flow.Ticket,
            ApplicationName = application.Name,
            Account = person.Line(),
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? ticket, string? decision, CancellationToken cancel)
    {
        var (flow, _, instead) = await OpenAsync(ticket, cancel);
        if (instead is not null)
        {
            return new Instead(instead);
        }

        return new Instead(decision == "other"
            ? new SeeOther(PageLanguage.Carry($"{Request.PathBase}/sign-in?other=true&ticket={flow!.Ticket}", flow.Request.Parameters["ui_locales"]))
            : pages.Continue(HttpContext, flow!, flow!.Flow with { Denied = true }));
    }

    private async Task<(OpenFlow? Flow, SignedInPerson? Person, IResult? Instead)> OpenAsync(string? ticket, CancellationToken cancel)
    {
        var (flow, instead) = await pages.OpenAsync(HttpContext, ticket, cancel);
        var person = SessionIdentity.Of(HttpContext);

        // Signed out in another tab: the endpoint knows what to ask for now.
        return (flow, person, flow is not null && person is null ? PageFlow.Continue(HttpContext, flow) : instead);
    }
}
