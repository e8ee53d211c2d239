using IdentitySource.Protocol;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Logout;
using IdentitySource.Server.Pages;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for RP-initiated logout; every rule is in <see cref="EndSessionEndpoint"/>.</summary>
internal static class EndSessionRoute
{
    private const string ContinuePath = "/oidc/session/end/continue";

    public static void MapEndSession(this IEndpointRouteBuilder address)
    {
        address.MapGet("/oidc/session/end", (HttpContext http, SignOutFlow flow, CancellationToken cancel) =>
            flow.RunAsync(http, RequestParameters.Parse(http.Request.QueryString.Value), cancel));
        address.MapPost("/oidc/session/end", PostAsync).DisableAntiforgery();
        address.MapGet(ContinuePath, ContinueAsync);
    }

    /// <summary>
    /// RP-Initiated Logout §2 allows POST. From another site it comes without our Lax cookies, and the person would stay signed in,
    /// so it is turned into a GET of our own, which brings them.
    /// </summary>
    private static async Task<IResult> PostAsync(HttpContext http, SignOutFlow flow, FlowTickets tickets, CancellationToken cancel)
    {
        var form = http.Request.QueryString.HasValue
            ? ProtocolError.InvalidRequest("logout_query_and_body", "Parameters stand in the address and in the body.")
            : await ProtocolForm.ReadAsync(http.Request, cancel);
        return form.Refused(out var error, out var parameters) || tickets.ProtectPosted(http, Tenant.Of(http).Server, parameters).Refused(out error, out var ticket)
            ? await flow.RunAsync(http, error, cancel)
            : new SeeOther($"{http.Request.PathBase}{ContinuePath}?ticket={ticket}");
    }

    private static async Task<IResult> ContinueAsync(HttpContext http, SignOutFlow flow, FlowTickets tickets, ErrorPage errors, CancellationToken cancel) =>
        tickets.Read(http, Tenant.Of(http).Server, http.Request.Query["ticket"]).Refused(out var error, out var ticket)
            ? await errors.ShowAsync(http, error)
            : await flow.RunAsync(http, ticket.Parameters, cancel);
}
