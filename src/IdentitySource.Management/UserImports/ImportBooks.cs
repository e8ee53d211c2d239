using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>What is written about an import beside its people: its end, its place in the audit trail, the day's count.</summary>
public sealed class ImportBooks(IDbContextFactory<IdentitySourceDb> contexts, ImportLease lease, ImportLimits limits, IBulkRows rows, AuditTrail audit, TimeProvider clock)
{
    internal ImportLimits Limits => limits;

    internal ImportLease Lease => lease;

    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Takes the file away and says how it went.</summary>
    /// <returns>The state; null when somebody else has taken over.</returns>
    internal async Task<UserImportState?> CloseAsync(ClaimedImport claimed, long position, UserImportState state, string? reason, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(claimed.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await lease.HoldAsync(db, claimed, position, cancel))
        {
            return null;
        }

        var row = await db.UserImports.SingleAsync(import => import.Id == claimed.Id, cancel);
        (row.State, row.Reason, row.FinishedAt, row.Worker, row.LeaseUntil) = (state, reason, clock.GetUtcNow(), null, null);
        await db.UserImportChunks.Where(chunk => chunk.ImportId == claimed.Id).ExecuteDeleteAsync(cancel);
        await db.UserImportKeys.Where(key => key.ImportId == claimed.Id).ExecuteDeleteAsync(cancel);
        audit.Add(db, new Actor(row.ActorKind, row.ActorId), "user_import_ended", detail: new Dictionary<string, object?>
        {
            ["import"] = row.Id.ToString("N"),
            ["file"] = row.FileName,
            ["dry_run"] = row.DryRun,
            ["state"] = state.ToString().ToLowerInvariant(),
            ["added"] = row.Added,
            ["failed"] = row.Failed,
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return state;
    }

    /// <summary>After a failure of ours, wherever it stood.</summary>
    internal async Task GiveUpAsync(ClaimedImport claimed, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(claimed.PoolId, cancel);
        if (await db.UserImports.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimed.Id, cancel) is { } row)
        {
            await CloseAsync(claimed, row.Position, UserImportState.Failed, "server_failed", cancel);
        }
    }

    /// <summary>How many more failed lines are kept.</summary>
    internal async Task<int> RoomAsync(IdentitySourceDb db, Guid importId, CancellationToken cancel)
    {
        var failed = await db.UserImports.Where(row => row.Id == importId).Select(row => row.Failed).SingleAsync(cancel);
        return (int)Math.Clamp(limits.MostKept - failed, 0, limits.Batch);
    }

    /// <summary>For the chart of new people. Not in the transaction: a chart that is a little behind after a crash harms nobody.</summary>
    internal Task CountAsync(Guid poolId, int added, CancellationToken cancel)
    {
        DayTally tally = new();
        tally.Add(poolId, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), Measure.NewUser, count: added);
        return rows.CountAsync(tally, cancel);
    }
}
