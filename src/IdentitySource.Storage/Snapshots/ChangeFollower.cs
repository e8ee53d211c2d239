using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Snapshots;

/// <summary>Reads the change feed every second, so that a change made anywhere is everywhere within two.</summary>
public sealed partial class ChangeFollower(ChangeFeed changes, TimeProvider clock, ILogger<ChangeFollower> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var away = false;
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                await changes.FollowAsync(stoppingToken);
                away = false;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (!away)
                {
                    LogAway(failure);
                }

                away = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes cannot be read; what is in memory is served until they can")]
    private partial void LogAway(Exception failure);
}
