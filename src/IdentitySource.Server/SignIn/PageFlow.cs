using IdentitySource.Protocol.Authorize;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.SignIn;

/// <summary>What a page of an interaction needs: open the ticket it was given, and lead back to the authorization endpoint.</summary>
public sealed class PageFlow(AuthorizeEndpoint endpoint, FlowTickets tickets, ErrorPage errors)
{
    /// <summary>
    /// The interaction, or the answer instead of the page: an expired or damaged ticket has its own, and a request that is no
    /// longer allowed is told so by the endpoint.
    /// </summary>
    public async Task<(OpenFlow? Flow, IResult? Instead)> OpenAsync(HttpContext http, string? text, CancellationToken cancel)
    {
        var server = Tenant.Of(http).Server;
        if (tickets.Read(http, server, text).Refused(out var error, out var ticket))
        {
            return (null, await errors.ShowAsync(http, error));
        }

        if (ticket.Flow is not { } flow || tickets.IsExpired(flow))
        {
            return (null, Expired(http, ticket));
        }

        return (await endpoint.ReadAsync(server, ticket.Parameters, SessionIdentity.Of(http)?.Session.SubjectId, cancel)).Refused(out _, out var request)
            ? (null, new SeeOther(ContinueAt(http, text!)))
            : (new OpenFlow(text!, flow, request), null);
    }

    /// <summary>
    /// Back to the authorization endpoint after a form was posted. Not by a redirect: the chain may end at the application, and
    /// the policy <c>form-action 'self'</c> forbids a form to end there (CSP3 §6.4.2). A page of ours goes on by itself.
    /// </summary>
    public static IResult Continue(HttpContext http, OpenFlow flow) =>
        new HostedPage(new ContinueView(ContinueAt(http, flow.Ticket), flow.Request.Application.Name));

    /// <summary>The same, with something new to remember of the interaction.</summary>
    public IResult Continue(HttpContext http, OpenFlow flow, Flow remembered) => Continue(http, flow with { Ticket = Renew(http, flow, remembered) });

    public string Renew(HttpContext http, OpenFlow flow, Flow remembered) =>
        tickets.Protect(http, flow.Request.Server, flow.Request.Parameters, remembered);

    /// <summary>The way back to the application is its own request, made anew; one that only fitted into a POST has to be made there.</summary>
    public static IResult Expired(HttpContext http, FlowTicket ticket)
    {
        var query = string.Join('&', ticket.Parameters.All.Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value)}"));
        var back = query.Length < AuthorizeRoute.LongestQuery ? new WayBack($"{http.Request.PathBase}/oidc/auth?{query}") : null;
        return new HostedPage(new NoticeView(NoticeKind.FlowExpired) { WayBack = back }, StatusCodes.Status400BadRequest);
    }

    private static string ContinueAt(HttpContext http, string ticket) =>
        PageLanguage.Carry($"{http.Request.PathBase}{AuthorizeRoute.ContinuePath}?ticket={ticket}", http.Request.Query["ui_locales"]);
}

/// <param name="Ticket">As it stands in the address.</param>
public sealed record OpenFlow(string Ticket, Flow Flow, AuthorizeRequest Request)
{
    /// <summary>Which of the browser's sessions this interaction is about.</summary>
    public SessionScope Session(HttpContext http) => Tenant.Of(http).SessionScope(Request.Application.ClientId)!;
}
