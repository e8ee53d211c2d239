using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Endpoints;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder host)
    {
        host.MapGet("/health/live", () => Results.Text("live"));
        host.MapGet("/health/ready", async (Database database, CancellationToken cancel) =>
            await database.AnswersAsync(cancel) ? Results.Text("ready") : Results.Text("the database is unavailable", statusCode: 503));
    }
}
