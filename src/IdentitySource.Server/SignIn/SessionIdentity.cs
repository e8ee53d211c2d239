using System.Security.Claims;
using IdentitySource.Server.Console;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// Tells the pages who is signed in. Antiforgery tokens are bound to the identity it sets, so a form that was shown to one
/// person cannot be posted as another, nor one from before the sign-in after it. The console has an identity of its own.
/// </summary>
public sealed class SessionIdentity(RequestDelegate next, BrowserSession sessions, FlowTickets tickets)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null
            && !ConsoleRoutes.Has(http.GetEndpoint())
            && http.Features.Get<Tenant>() is { } tenant
            && await FindAsync(http, tenant) is { } person)
        {
            http.Features.Set(person);
            http.User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, $"{person.Session.SubjectId:N}.{person.Session.Id:N}")], authenticationType: "session"));
        }

        await next(http);
    }

    /// <summary>At the shared address of a pool without single sign-on only the ticket tells which application a page is for.</summary>
    private async Task<SignedInPerson?> FindAsync(HttpContext http, Tenant tenant)
    {
        var scope = tenant.SessionScope(null)
            ?? tenant.SessionScope(tickets.Read(http, tenant.Server, http.Request.Query["ticket"]).Value?.Parameters["client_id"]);
        return scope is null
            ? await sessions.FindAnyAsync(http, tenant.Server.PoolId, http.RequestAborted)
            : await sessions.FindAsync(http, scope, http.RequestAborted);
    }

    /// <summary>Whoever is signed in at the pool, or to the application, that this page belongs to.</summary>
    public static SignedInPerson? Of(HttpContext http) => http.Features.Get<SignedInPerson>();
}
