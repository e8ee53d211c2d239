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

    public IActionResult OnGet(string? ticket)
    {
        if (SessionIdentity.Of(HttpContext) is not { } person)
        {
            return new Instead(new SeeOther(SignOutFlow.After(HttpContext, null)));
        }

        View = new SignOutView
        {
            Action = $"{Request.PathBase}/sign-out?ticket={Uri.EscapeDataString(ticket ?? "")}",
            Ticket = ticket ?? "",
            ApplicationName = flow.Read(Tenant.Of(HttpContext).Server, ticket)?.ApplicationName,
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

        var target = flow.Read(server, ticket);
        return new Instead(new HostedPage(new ContinueView(SignOutFlow.After(HttpContext, target?.Location), target?.ApplicationName)));
    }
}
