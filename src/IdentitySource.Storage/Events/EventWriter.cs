using System.Threading.Channels;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Events;

/// <summary>
/// Writes the journal's events in batches. While the database is away a batch waits for it; a graceful stop waits for the
/// journal to be empty, within a bound. It stops after the server does when it is registered before it.
/// </summary>
public sealed partial class EventWriter(EventJournal journal, IBulkRows rows, IDatabaseFaults faults, TimeProvider clock, ILogger<EventWriter> log)
    : BackgroundService
{
    private const int BatchSize = 500;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly List<EventRow> batch = new(BatchSize);
    private long lostBefore;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        journal.Close();
        if (ExecuteTask is { } writing)
        {
            // Through the task itself a failure would come twice; the base class hands it on.
            await Task.WhenAny(writing, Task.Delay(Farewell, clock, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
        if (batch.Count + journal.Waiting.Count is > 0 and var left)
        {
            LogLeft(left);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The token comes only when the farewell is over: until then the end is the end of the journal.
        while (await journal.Waiting.WaitToReadAsync(stoppingToken))
        {
            await GatherAsync(journal.Waiting);
            await WriteAsync(stoppingToken);
            batch.Clear();
            if (journal.Lost is var lost && lost > lostBefore)
            {
                LogLost(lost - lostBefore);
                lostBefore = lost;
            }
        }
    }

    private async Task GatherAsync(ChannelReader<EventRow> waiting)
    {
        using CancellationTokenSource patience = new(Gathering, clock);
        try
        {
            do
            {
                while (batch.Count < BatchSize && waiting.TryRead(out var row))
                {
                    batch.Add(row);
                }
            }
            while (batch.Count < BatchSize && await waiting.WaitToReadAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            // Half a second is over: this is the batch.
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        for (var pause = Gathering; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await rows.AddEventsAsync(batch, cancel);
                return;
            }
            catch (Exception failure) when (faults.IsOutage(failure))
            {
                LogAway(batch.Count, failure.Message);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One of them cannot be written (its user pool is gone), or the last try arrived although its answer did not.
                LogSplit(batch.Count, failure);
                await WriteEachAsync(cancel);
                return;
            }

            await Task.Delay(pause, clock, cancel);
        }
    }

    private async Task WriteEachAsync(CancellationToken cancel)
    {
        for (var index = 0; index < batch.Count;)
        {
            try
            {
                await rows.AddEventAsync(batch[index], cancel);
                index++;
            }
            catch (Exception failure) when (faults.IsOutage(failure))
            {
                LogAway(batch.Count - index, failure.Message);
                await Task.Delay(LongestPause, clock, cancel);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogRefused(batch[index].Kind, batch[index].Reference, failure);
                index++;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; {Count} events wait for it. {Why}")]
    private partial void LogAway(int count, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} events was refused and is written one by one.")]
    private partial void LogSplit(int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of kind {Kind} with reference {Reference} cannot be written.")]
    private partial void LogRefused(string kind, string reference, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events were let go because the journal was full.")]
    private partial void LogLost(long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events could not be written before the stop.")]
    private partial void LogLeft(int count);
}
