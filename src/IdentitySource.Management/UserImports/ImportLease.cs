using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>Which server is at which import. Whoever does not come back in time has been killed, and somebody else goes on.</summary>
public sealed class ImportLease(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    internal static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);

    /// <summary>The longest-waiting import that nobody is at, of any pool.</summary>
    public async Task<ClaimedImport?> ClaimAsync(Guid worker, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var free = db.UserImports.IgnoreQueryFilters([IdentitySourceDb.PoolFilter])
            .Where(row => row.FinishedAt == null && (row.LeaseUntil == null || row.LeaseUntil < now));
        if (await free.AsNoTracking().OrderBy(row => row.CreatedAt).Select(row => new ClaimedImport(row.PoolId, row.Id, worker)).FirstOrDefaultAsync(cancel) is not { } found)
        {
            return null;
        }

        // The condition is asked again under the row's lock: of two servers one gets it.
        var claimed = await free.Where(row => row.PoolId == found.PoolId && row.Id == found.Id).ExecuteUpdateAsync(
            imports => imports
                .SetProperty(row => row.Worker, worker)
                .SetProperty(row => row.LeaseUntil, now + Duration)
                .SetProperty(row => row.State, UserImportState.Running)
                .SetProperty(row => row.StartedAt, row => row.StartedAt ?? now),
            cancel);
        return claimed == 1 ? found : null;
    }

    /// <summary>Leaves it to whoever is there.</summary>
    public async Task ReleaseAsync(ClaimedImport claimed, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(claimed.PoolId, cancel);
        await db.UserImports.Where(row => row.Id == claimed.Id && row.Worker == claimed.Worker && row.FinishedAt == null)
            .ExecuteUpdateAsync(imports => imports.SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null), cancel);
    }

    /// <summary>Says within a transaction that the worker is still there; its row is locked from here on.</summary>
    /// <returns>False when somebody else has taken over.</returns>
    internal async Task<bool> HoldAsync(IdentitySourceDb db, ClaimedImport claimed, long position, CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + Duration;
        return await db.UserImports.Where(row => row.Id == claimed.Id && row.Worker == claimed.Worker && row.FinishedAt == null && row.Position == position)
            .ExecuteUpdateAsync(imports => imports.SetProperty(row => row.LeaseUntil, until), cancel) == 1;
    }
}

public sealed record ClaimedImport(Guid PoolId, Guid Id, Guid Worker);
