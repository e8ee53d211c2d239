using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Management.UserImports;

/// <summary>Sees to the imports that wait, one at a time. Every server has one of these, and they do not get in each other's way.</summary>
public sealed partial class ImportWorker(RunUserImport run, ImportLease lease, ImportBooks books, ImportBell bell, IDatabaseFaults faults, ILogger<ImportWorker> log)
    : BackgroundService
{
    /// <summary>How soon this server notices what another one has taken in, or left behind.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Guid worker = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await RunNextAsync(stoppingToken))
                {
                    await WaitAsync(stoppingToken);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log(failure);
                await WaitAsync(stoppingToken);
            }
        }
    }

    /// <returns>False when nothing waits.</returns>
    internal async Task<bool> RunNextAsync(CancellationToken cancel)
    {
        if (await lease.ClaimAsync(worker, cancel) is not { } claimed)
        {
            return false;
        }

        try
        {
            await run.RunAsync(claimed, progress: null, cancel);
        }
        catch (OperationCanceledException)
        {
            // The server stops: another one need not wait until the lease has run out.
            await lease.ReleaseAsync(claimed, CancellationToken.None);
            throw;
        }
        catch (Exception failure) when (!faults.IsOutage(failure))
        {
            // It would fail again for ever, and keep those behind it waiting.
            LogFailed(claimed.Id, failure);
            await books.GiveUpAsync(claimed, cancel);
        }

        return true;
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(Interval);
        try
        {
            await bell.WaitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody rang; time to look all the same.
        }
    }

    private void Log(Exception failure)
    {
        if (faults.IsOutage(failure))
        {
            LogAway(failure.Message);
        }
        else
        {
            LogBroken(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The import {Import} cannot go on.")]
    private partial void LogFailed(Guid import, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; imports wait. {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Imports could not be looked for.")]
    private partial void LogBroken(Exception failure);
}
