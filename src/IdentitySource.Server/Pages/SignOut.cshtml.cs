using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>Asks before it signs out: any site can send a browser here.</summary>
public sealed class SignOutModel(SignOutFlow flow, BrowserSession sessions, EventTrail trail) : PageModel
{
    internal SignOutView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ticket, CancellationToken cancel)
    {
        if (SessionIdentity.Of(HttpContext) is not { } person)
        {
            return new Instead(new SeeOther(SignOutFlow.After(HttpContext, null, Request.Query["ui_locales"])));
        }

        View = new SignOutView
        {
            Action = PageLanguage.Carry($"{Request.PathBase}/sign-out?ticket={Uri.EscapeDataString(ticket ?? "")}", Request.Query["ui_locales"]),
            Ticket = ticket ?? "",
            ApplicationName = (await flow.ReadAsync(Tenant.Of(HttpContext).Server, ticket, cancel)).Application?.Name,
            Account = person.Line(),
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? ticket, string? decision, CancellationToken cancel)
    {
        if (decision != "sign_out")
        {
            return new Instead(new HostedPage(new SignedOutView(Stayed: true)));
        }

        var server = Tenant.Of(HttpContext).Server;
        if (SessionIdentity.Of(HttpContext) is { } person)
        {
            await sessions.EndAsync(HttpContext, server.PoolId, cancel);
            trail.SignedOut(HttpContext, person.Session.SubjectId, server.OnlyApplication?.Id);
        }

        var (application, target) = await flow.ReadAsync(server, ticket, cancel);
        return new Instead(new HostedPage(new ContinueView(SignOutFlow.After(HttpContext, target, Request.Query["ui_locales"]), application?.Name)));
    }
}
