using System.Security.Cryptography;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Statements;
using IdentitySource.Storage.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage;

/// <summary>
/// Deletes what can no longer matter, in small batches. A spent refresh token or a taken code stays for longer than it could be
/// good for, because its return has to be noticed. Every server sweeps; they do not stand in each other's way.
/// </summary>
public sealed partial class Sweeper(Database database, SweepStatements sql, EventRetention retention, IDatabaseFaults faults, TimeProvider clock, ILogger<Sweeper> log)
    : BackgroundService
{
    private const int BatchSize = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Between two full batches, so that a large backlog does not crowd out the requests.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly (string Sql, TimeSpan Kept)[] kinds =
    [
        (sql.RefreshTokens, TimeSpan.FromDays(1)),
        (sql.AccessTokens, TimeSpan.FromHours(1)),
        (sql.Authorizations, TimeSpan.Zero),
        (sql.RevokedAccessTokens, TimeSpan.FromHours(1)),
        (sql.Sessions, TimeSpan.FromDays(30)),
        (sql.ConsoleSessions, TimeSpan.FromDays(30)),
        (sql.UserImports, TimeSpan.FromDays(30)),
        (sql.OutboxMails, TimeSpan.FromDays(30)),
        (sql.Attempts, TimeSpan.Zero),
        (sql.ApiAnswers, TimeSpan.Zero),
        (sql.Changes, TimeSpan.FromHours(1)),
        (sql.FailureEvents, retention.Failures),
        (sql.OtherEvents, retention.Others),
        (sql.DailyCounts, retention.Others),

        // Nobody asks who was active longer ago than a month.
        (sql.DailyVisitors, TimeSpan.FromDays(32)),
    ];

    /// <returns>How many rows are gone, not counting what went with them.</returns>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var swept = 0;
        foreach (var (statement, kept) in kinds)
        {
            swept += await SweepAsync(statement, now - kept, cancel);
        }

        return swept;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Not on the same second as the other servers, which were started with this one.
            await Task.Delay(Interval + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(10_000)), clock, stoppingToken);
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log(failure);
            }
        }
    }

    private async Task<int> SweepAsync(string statement, DateTimeOffset before, CancellationToken cancel)
    {
        for (var swept = 0; ;)
        {
            await using var command = database.Command(statement).With("before", before).With("limit", BatchSize);
            var batch = await database.ExecuteAsync(command, cancel);
            swept += batch;
            if (batch < BatchSize)
            {
                return swept;
            }

            await Task.Delay(Breath, clock, cancel);
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
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; expired rows stay until the next sweep. {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Expired rows could not be swept.")]
    private partial void LogFailed(Exception failure);
}
