using IdentitySource.Protocol;
using IdentitySource.Protocol.Introspection;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for token introspection; every rule is in <see cref="IntrospectionEndpoint"/>.</summary>
internal static class IntrospectionRoute
{
    public static void MapIntrospection(this IEndpointRouteBuilder address) =>
        address.MapPost("/oidc/token/introspection", PostAsync).DisableAntiforgery().RequireCors(ProtocolCors.Policy);

    private static Task PostAsync(HttpContext http, BackChannel channel, IntrospectionEndpoint endpoint, CancellationToken cancel) =>
        channel.RunAsync(http, endpoint.HandleAsync, static (http, answer) => ProtocolAnswers.WriteAsync(http, answer, ProtocolJson.Default.IntrospectionAnswer), cancel);
}
