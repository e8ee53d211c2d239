using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Stores;

/// <summary>Writes when sessions were last seen, a batch every few seconds.</summary>
public sealed partial class SeenSessionWriter(SeenSessions seen, IBulkRows rows, IDatabaseFaults faults, TimeProvider clock, ILogger<SeenSessionWriter> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <returns>How many sessions were written.</returns>
    public async Task<int> WriteAsync(CancellationToken cancel)
    {
        var taken = seen.Take();
        if (taken.Count > 0)
        {
            await rows.SeeSessionsAsync(taken, cancel);
        }

        return taken.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Whatever it is, the server lives on: when somebody was last seen is worth no outage.
                Log(failure);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Log(Exception failure)
    {
        if (faults.IsOutage(failure))
        {
            LogLost(failure.Message);
        }
        else
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; sessions will be marked as seen at their next request. {Why}")]
    private partial void LogLost(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sessions could not be marked as seen.")]
    private partial void LogFailed(Exception failure);
}
