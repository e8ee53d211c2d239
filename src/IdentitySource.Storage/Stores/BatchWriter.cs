using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Writes what has gathered in memory, a batch at every interval and a last one at a graceful stop. For times that only people
/// read: a batch that fails is told in the log and let go, and whatever failed, the server lives on.
/// </summary>
/// <param name="what">For the log: what is not written when it fails.</param>
public abstract partial class BatchWriter(string what, TimeSpan interval, IDatabaseFaults faults, TimeProvider clock, ILogger log) : BackgroundService
{
    /// <summary>The host waits for all of its services together; none of them may use that up.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <returns>How many were written.</returns>
    public abstract Task<int> WriteAsync(CancellationToken cancel);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Farewell);
        await TryAsync(patience.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(interval, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            // A batch that has been taken is written to its end: nobody else has it.
            await TryAsync(CancellationToken.None);
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await WriteAsync(cancel);
        }
        catch (Exception failure)
        {
            Log(failure);
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
            LogLost(what, failure.Message);
        }
        else
        {
            LogFailed(what, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; {What} will be marked at their next request. {Why}")]
    private partial void LogLost(string what, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{What} could not be marked.")]
    private partial void LogFailed(string what, Exception failure);
}
