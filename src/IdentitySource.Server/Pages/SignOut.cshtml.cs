using IdentitySource.Protocol.Applications;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>Asks before it signs out: any site can send a browser here.</summary>
public sealed class SignOutModel(SignOutFlow flow) : PageModel
{
    internal SignOutView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ticket, CancellationToken cancel)
    {
        var server = Tenant.Of(HttpContext).Server;
        var asked = await flow.ReadAsync(server, ticket, cancel);
        if (await flow.FindAsync(HttpContext, asked.Application, cancel) is not { } person)
        {
            return new Instead(new SeeOther(SignOutFlow.After(HttpContext, null, Request.Query["ui_locales"])));
        }

        var reach = SignOutReach.Of(asked.Application ?? server.OnlyApplication);
        View = new SignOutView
        {
            Action = PageLanguage.Carry($"{Request.PathBase}/sign-out?ticket={Uri.EscapeDataString(ticket ?? "")}", Request.Query["ui_locales"]),
            Ticket = ticket ?? "",
            ApplicationName = (asked.Application ?? (reach.AllApplications ? null : server.OnlyApplication))?.Name,
            Reach = reach,
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

        var (application, target) = await flow.ReadAsync(Tenant.Of(HttpContext).Server, ticket, cancel);
        if (await flow.FindAsync(HttpContext, application, cancel) is { } person)
        {
            await flow.EndAsync(HttpContext, person.Session, application, cancel);
        }

        return new Instead(new HostedPage(new ContinueView(SignOutFlow.After(HttpContext, target, Request.Query["ui_locales"]), application?.Name)));
    }
}
