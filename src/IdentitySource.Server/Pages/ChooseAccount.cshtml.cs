using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>Which of the accounts that are signed in at this browser, or another one.</summary>
public sealed class ChooseAccountModel(PageFlow pages, BrowserSession sessions) : PageModel
{
    internal AccountChooserView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ticket, CancellationToken cancel)
    {
        var (flow, instead) = await pages.OpenAsync(HttpContext, ticket, cancel);
        return flow is null ? new Instead(instead!) : await ShowAsync(flow, cancel);
    }

    public async Task<IActionResult> OnPostAsync(string? ticket, string? account, CancellationToken cancel)
    {
        var (flow, instead) = await pages.OpenAsync(HttpContext, ticket, cancel);
        if (flow is null)
        {
            return new Instead(instead!);
        }

        if (account == "other")
        {
            return new Instead(new SeeOther(PageLanguage.Carry($"{Request.PathBase}/sign-in?other=true&ticket={flow.Ticket}", Request.Query["ui_locales"])));
        }

        return Guid.TryParseExact(account, "N", out var session)
            && await sessions.SwitchAsync(HttpContext, flow.Session(HttpContext), session, cancel)
                ? new Instead(pages.Continue(HttpContext, flow, flow.Flow with { ChosenSession = session }))
                // The account was signed out meanwhile: show who is left.
                : await ShowAsync(flow, cancel);
    }

    private async Task<PageResult> ShowAsync(OpenFlow flow, CancellationToken cancel)
    {
        var people = await sessions.AccountsAsync(HttpContext, flow.Session(HttpContext), cancel);
        View = new AccountChooserView
        {
            Action = PageLanguage.Carry($"{Request.PathBase}/choose-account?ticket={flow.Ticket}", Request.Query["ui_locales"]),
            Ticket = flow.Ticket,
            ApplicationName = flow.Request.Application.Name,
            Accounts = [.. people.Select(person => new AccountChoice(person.Session.Id.ToString("N"), person.Line()))],
        };
        return Page();
    }
}
