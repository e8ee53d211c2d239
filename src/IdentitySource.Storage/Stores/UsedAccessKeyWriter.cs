using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Stores;

/// <summary>Writes when programmatic access accounts were last used, a batch every half minute.</summary>
public sealed partial class UsedAccessKeyWriter(UsedAccessKeys used, IBulkRows rows, IDatabaseFaults faults, TimeProvider clock, ILogger<UsedAccessKeyWriter> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <returns>How many accounts were written.</returns>
    public async Task<int> WriteAsync(CancellationToken cancel)
    {
        var taken = used.Take();
        if (taken.Count > 0)
        {
            await rows.UseAccessKeysAsync(taken, cancel);
        }

        return taken.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await WriteAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (faults.IsOutage(failure))
            {
                LogLost(failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; programmatic access accounts will be marked as used at their next token. {Why}")]
    private partial void LogLost(string why);
}
