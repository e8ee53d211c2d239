using IdentitySource.Protocol;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Pages;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for the authorization endpoint; every rule is in <see cref="AuthorizeEndpoint"/>. All our pages lead back to <see cref="ContinuePath"/>.</summary>
internal static class AuthorizeRoute
{
    public const string ContinuePath = "/oidc/auth/continue";

    /// <summary>Characters of a query. A request that does not fit is sent as a POST.</summary>
    public const int LongestQuery = 8 * 1024;

    public static void MapAuthorize(this IEndpointRouteBuilder address)
    {
        address.MapGet("/oidc/auth", GetAsync);
        address.MapPost("/oidc/auth", PostAsync).DisableAntiforgery();
        address.MapGet(ContinuePath, ContinueAsync);
    }

    private static async Task<IResult> GetAsync(HttpContext http, AuthorizeFlow flow, CancellationToken cancel)
    {
        var query = http.Request.QueryString.Value ?? "";
        return query.Length > LongestQuery
            ? Results.StatusCode(StatusCodes.Status414UriTooLong)
            : await flow.RunAsync(http, RequestParameters.Parse(query), null, cancel);
    }

    /// <summary>
    /// OIDC Core §3.1.2.1 allows POST. From another site it comes without our Lax cookies, so it is turned into a GET of our own,
    /// which brings them.
    /// </summary>
    private static async Task<IResult> PostAsync(HttpContext http, AuthorizeFlow flow, FlowTickets tickets, CancellationToken cancel)
    {
        var form = http.Request.QueryString.HasValue
            ? ProtocolError.InvalidRequest("authorize_query_and_body", "Parameters stand in the address and in the body.")
            : await ProtocolForm.ReadAsync(http.Request, cancel);
        return form.Refused(out var error, out var parameters) || tickets.ProtectPosted(http, Tenant.Of(http).Server, parameters).Refused(out error, out var ticket)
            ? await flow.RunAsync(http, error, null, cancel)
            : new SeeOther($"{http.Request.PathBase}{ContinuePath}?ticket={ticket}");
    }

    private static async Task<IResult> ContinueAsync(HttpContext http, AuthorizeFlow flow, FlowTickets tickets, ErrorPage errors, CancellationToken cancel)
    {
        if (tickets.Read(http, Tenant.Of(http).Server, http.Request.Query["ticket"]).Refused(out var error, out var ticket))
        {
            return await errors.ShowAsync(http, error);
        }

        return ticket.Flow is { } started && tickets.IsExpired(started)
            ? PageFlow.Expired(http, ticket)
            : await flow.RunAsync(http, ticket.Parameters, ticket.Flow, cancel);
    }
}
