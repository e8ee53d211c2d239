using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Endpoints;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder host)
    {
        host.MapGet("/health/live", () => Results.Text("live"));
        host.MapGet("/health/ready", async (HttpContext http, Readiness readiness, CancellationToken cancel) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await readiness.FindFaultAsync(cancel) is { } fault
                ? Results.Text($"not ready: {fault}", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready");
        });
    }
}
