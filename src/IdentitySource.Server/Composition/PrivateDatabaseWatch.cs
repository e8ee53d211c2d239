using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Composition;

/// <summary>Starts the private database again when it died. An external one is somebody else's to look after.</summary>
public sealed partial class PrivateDatabaseWatch(DatabaseStartup startup, Database database, TimeProvider clock, ILogger<PrivateDatabaseWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (startup.Private is not { } own)
        {
            return;
        }

        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TendAsync(own, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailure(failure);
            }
        }
    }

    private async Task TendAsync(IPrivateDatabase own, CancellationToken cancel)
    {
        if (!await database.AnswersAsync(cancel))
        {
            await own.EnsureRunningAsync(cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The private database does not come back")]
    private partial void LogFailure(Exception failure);
}
