using IdentitySource.Protocol;
using IdentitySource.Protocol.Token;
using IdentitySource.Server.Events;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for the token endpoint; every rule is in <see cref="TokenEndpoint"/>.</summary>
internal static class TokenRoute
{
    public static void MapToken(this IEndpointRouteBuilder address) =>
        address.MapPost("/oidc/token", PostAsync).DisableAntiforgery().RequireCors(ProtocolCors.Policy);

    private static Task PostAsync(HttpContext http, BackChannel channel, TokenEndpoint endpoint, EventTrail trail, CancellationToken cancel) =>
        channel.RunAsync(http, endpoint.HandleAsync, (_, issued) =>
        {
            trail.TokenIssued(http, issued);
            return ProtocolAnswers.WriteAsync(http, issued.Response, ProtocolJson.Default.TokenResponse);
        }, cancel);
}
