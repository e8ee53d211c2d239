using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.OAuth;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages;

/// <summary>What the application wants to see, to be allowed or not.</summary>
public sealed class ConsentModel(
    PageFlow pages, ConsentStore consents, SubjectDirectory subjects, EventTrail trail, TimeProvider clock, IStringLocalizer<SharedTexts> text) : PageModel
{
    internal ConsentView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ticket, CancellationToken cancel)
    {
        var (flow, person, instead) = await OpenAsync(ticket, cancel);
        return instead is null ? await ShowAsync(flow!, person!, cancel) : new Instead(instead);
    }

    public async Task<IActionResult> OnPostAsync(string? ticket, string? version, string? decision, CancellationToken cancel)
    {
        var (flow, person, instead) = await OpenAsync(ticket, cancel);
        if (instead is not null)
        {
            return new Instead(instead);
        }

        // The application or the request is not what the person has read any more: it is shown again, as it is now.
        if (version != Digest(flow!, person!) || decision is not ("allow" or "deny"))
        {
            return await ShowAsync(flow!, person!, cancel);
        }

        var (request, userId) = (flow!.Request, person!.Session.SubjectId);
        trail.Consented(HttpContext, userId, request.Application.Id, decision == "allow");
        if (decision == "deny")
        {
            return new Instead(pages.Continue(HttpContext, flow, flow.Flow with { Denied = true }));
        }

        await consents.AllowAsync(
            request.Server.PoolId, userId, request.Application.Id, request.Allowed, Scopes.Of(request.ToldClaims), clock.GetUtcNow(), cancel);
        return new Instead(PageFlow.Continue(HttpContext, flow));
    }

    private async Task<(OpenFlow? Flow, SignedInPerson? Person, IResult? Instead)> OpenAsync(string? ticket, CancellationToken cancel)
    {
        var (flow, instead) = await pages.OpenAsync(HttpContext, ticket, cancel);
        var person = SessionIdentity.Of(HttpContext);

        // Signed out in another tab: the endpoint knows what to ask for now.
        return (flow, person, flow is not null && person is null ? PageFlow.Continue(HttpContext, flow) : instead);
    }

    private async Task<PageResult> ShowAsync(OpenFlow flow, SignedInPerson person, CancellationToken cancel)
    {
        var (request, userId) = (flow.Request, person.Session.SubjectId);
        SharedClaims shared = new(await subjects.FindAsync(request.Server.PoolId, userId, cancel) ?? new Subject { Id = userId }, request, text);
        View = new ConsentView
        {
            Action = PageLanguage.Carry($"{Request.PathBase}/consent?ticket={flow.Ticket}", Request.Query["ui_locales"]),
            Ticket = flow.Ticket,
            Version = Digest(flow, person),
            ApplicationName = request.Application.Name,
            Account = person.Line(),
            Scopes = [.. request.Allowed.Select(scope => new ConsentScope(Sentence(scope), request.Permissions.Describe(scope) is { } what ? [what] : shared.OfScope(scope))
            {
                Description = request.Server.CustomScopes.Find(scope)?.Description,
            })],
            Claims = [.. request.ToldClaims.Select(claim => new ConsentClaim(claim, shared.Of(claim)))],
            ReturnHost = Uri.TryCreate(request.Redirect.Uri, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : request.Redirect.Uri,
        };
        return Page();
    }

    /// <summary>Staying is one thing for a person, whichever provider does it.</summary>
    private static string Sentence(string scope) => scope == OAuthScopes.Offline ? "offline_access" : scope;

    /// <summary>What the pool's own scopes among those that are asked say and release.</summary>
    private static string Meaning(AuthorizeRequest request) => string.Join('\n', request.Server.CustomScopes.All
        .Where(scope => request.Scopes.Contains(scope.Name))
        .Select(scope => $"{scope.Name} {scope.Description} {string.Join(' ', scope.Claims)}"));

    /// <summary>What the page shows; the answer counts only for exactly that.</summary>
    private static string Digest(OpenFlow flow, SignedInPerson person)
    {
        var (request, application) = (flow.Request, flow.Request.Application);
        var text = $"{person.Session.SubjectId:N}\n{application.Id:N}\n{application.Version}\n{request.Allowed}\n{string.Join(' ', request.ToldClaims)}\n{Meaning(request)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
