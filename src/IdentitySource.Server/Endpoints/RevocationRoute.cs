using IdentitySource.Protocol.Revocation;
using IdentitySource.Server.Events;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for token revocation; every rule is in <see cref="RevocationEndpoint"/>.</summary>
internal static class RevocationRoute
{
    public static void MapRevocation(this IEndpointRouteBuilder address) =>
        address.MapPost("/oidc/token/revocation", PostAsync).DisableAntiforgery().RequireCors(ProtocolCors.Policy);

    private static Task PostAsync(HttpContext http, BackChannel channel, RevocationEndpoint endpoint, EventTrail trail, CancellationToken cancel) =>
        channel.RunAsync(http, endpoint.HandleAsync, (_, answer) =>
        {
            // RFC 7009 §2.2: 200 and nothing else, whether there was such a token or not.
            trail.TokenRevoked(http, answer);
            return Task.CompletedTask;
        }, cancel);
}
