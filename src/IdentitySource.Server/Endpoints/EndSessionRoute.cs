using IdentitySource.Protocol;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Logout;
using IdentitySource.Server.Events;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for RP-initiated logout; every rule is in <see cref="EndSessionEndpoint"/>.</summary>
internal static class EndSessionRoute
{
    public static void MapEndSession(this IEndpointRouteBuilder address)
    {
        address.MapGet("/oidc/session/end", (HttpContext http, SignOutFlow flow, CancellationToken cancel) =>
            flow.RunAsync(http, RequestParameters.Parse(http.Request.QueryString.Value), cancel));
        address.MapPost("/oidc/session/end", PostAsync).DisableAntiforgery();
    }

    /// <summary>RP-Initiated Logout §2 allows POST. Without a query it may come from anywhere, so it decides nothing that a GET would not.</summary>
    private static async Task<IResult> PostAsync(HttpContext http, SignOutFlow flow, CancellationToken cancel)
    {
        var form = http.Request.QueryString.HasValue
            ? ProtocolError.InvalidRequest("logout_query_and_body", "Parameters stand in the address and in the body.")
            : await ProtocolForm.ReadAsync(http.Request, cancel);
        return await flow.RunAsync(http, form, cancel);
    }
}
