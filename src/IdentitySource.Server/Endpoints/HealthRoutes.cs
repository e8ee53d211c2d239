using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Server.Endpoints;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder host)
    {
        host.MapGet("/health/live", () => Results.Text("live"));
        host.MapGet("/health/ready", async (IDbContextFactory<IdentitySourceDb> databases, CancellationToken cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            return await db.Database.CanConnectAsync(cancel) ? Results.Text("ready") : Results.Text("the database is unavailable", statusCode: 503);
        });
    }
}
