using IdentitySource.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IdentitySource.Server.Composition;

/// <summary>
/// The end in its order: not ready at once, serving on for the grace, then no new connections, requests in flight answered within
/// their time, what is left cut off, and only then the background work written down. Without the cut one slow sender would use up the
/// time that the host has for everybody.
/// </summary>
public sealed partial class Leaving(DeploymentOptions deployment, Readiness readiness, OpenConnections connections, TimeProvider clock, ILogger<Leaving> log)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.IsLeaving = true;
        if (deployment.Shutdown.Grace > TimeSpan.Zero)
        {
            LogGrace(deployment.Shutdown.Grace);
            await Task.Delay(deployment.Shutdown.Grace, clock, cancellationToken);
        }

        _ = CutAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CutAsync()
    {
        await Task.Delay(deployment.Shutdown.Requests, clock);
        if (connections.Cut() is var cut and > 0)
        {
            LogCut(cut, deployment.Shutdown.Requests);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asked to stop: not ready any more, serving on for {Grace}")]
    private partial void LogGrace(TimeSpan grace);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} connections were cut off: their requests did not end within {Limit} of the stop")]
    private partial void LogCut(int count, TimeSpan limit);
}

internal static class LeavingComposition
{
    /// <summary>What the host and its listener ask for when they are built may not need the database, which is opened afterwards.</summary>
    public static IServiceCollection AddLeaving(this IServiceCollection services)
    {
        services.AddOptions<HostOptions>().Configure<DeploymentOptions>((host, deployment) => host.ShutdownTimeout = deployment.LongestEnd);
        services.AddOptions<KestrelServerOptions>().Configure<OpenConnections>((server, connections) => connections.Watch(server));
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<DeploymentState>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<Leaving>();
        return services;
    }
}
