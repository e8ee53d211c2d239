using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Snapshots;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Keys;

/// <summary>Rotates signing keys by age and deletes dead ones. If it cannot, the old key goes on signing and the log says so.</summary>
public sealed partial class KeyKeeper(
    IDbContextFactory<IdentitySourceDb> contexts, KeyRotation rotation, ChangeFeed changes, TimeProvider clock, ILogger<KeyKeeper> log)
    : BackgroundService
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(90);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>
    /// Kept after its end for as long as a session may last: the ID token that began it may come back as a hint (OIDC Core
    /// §3.1.2.1, RP-Initiated Logout §2). Nothing else is verified by it.
    /// </summary>
    public static readonly TimeSpan Remembered = SessionPolicy.Default.Absolute;

    /// <summary>One round: what is due is rotated, what is long dead is deleted.</summary>
    /// <returns>How many rings were moved on by this call.</returns>
    public async Task<int> TendAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var forgotten = now - Remembered;
        await db.SigningKeys.IgnoreQueryFilters().Where(row => row.LastsUntil < forgotten).ExecuteDeleteAsync(cancel);

        var limit = now - MaxAge;
        var due = await db.SigningKeys.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.LastsUntil == null && row.SignsFrom <= limit)
            .Select(row => new RingName(row.PoolId, row.ServerId, row.Algorithm))
            .ToListAsync(cancel);

        var rotated = 0;
        foreach (var ring in due)
        {
            rotated += await RotateAsync(ring, limit, cancel) ? 1 : 0;
        }

        return rotated;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                await TendAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailure(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> RotateAsync(RingName ring, DateTimeOffset limit, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(ring.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await rotation.RotateAsync(db, ring, immediately: false, limit, cancel) is not { } rotated)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        db.Events.Add(new EventRow
        {
            PoolId = ring.PoolId,
            Id = Guid.CreateVersion7(now),
            At = now,
            Kind = "keys_rotated",
            Success = true,
            Administrative = true,
            ApplicationId = ring.ApplicationId,
            Reference = EventReference.New(),
            Detail = $$"""{"actor":"server","kid":"{{rotated.Kid}}","retired":"{{rotated.RetiredKid}}"}""",
        });
        changes.Add(db, ring.PoolId, ring.ApplicationId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        changes.Note(ring.PoolId, ring.ApplicationId);
        LogRotation(ring.ServerId, rotated.Kid, rotated.SignsFrom);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Signing key {Kid} of server {Server} signs from {From} on")]
    private partial void LogRotation(Guid server, string kid, DateTimeOffset from);

    [LoggerMessage(Level = LogLevel.Error, Message = "Signing keys could not be tended; the present ones go on signing")]
    private partial void LogFailure(Exception failure);
}
