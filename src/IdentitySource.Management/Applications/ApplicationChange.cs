using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>How every change of an application is made: found, changed, checked, written with its audit entry, told to all servers.</summary>
public sealed class ApplicationChange(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    /// <param name="application">The client id, or the address.</param>
    /// <param name="detail">For the audit entry, beside each setting that changed with what it was and what it is.</param>
    /// <param name="change">Alters the row; what it finds wrong is answered and nothing is written.</param>
    /// <param name="also">Done in the same transaction, after the row.</param>
    /// <param name="version">The one that was looked at; another one since then is refused. Null: whatever it is.</param>
    internal async Task<Outcome<TResult>> RunAsync<TResult>(
        Actor actor, Guid poolId, string application, string kind, Func<ApplicationRow, Outcome<TResult>> change, CancellationToken cancel,
        IReadOnlyDictionary<string, object?>? detail = null, Func<IdentitySourceDb, ApplicationRow, Task>? also = null, long? version = null)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await FindAsync(db, application, cancel) is not { } row)
        {
            return Unknown(application);
        }

        if (version is not null && version != row.Version)
        {
            return ChangedMeanwhile;
        }

        var before = ApplicationDifference.SettingsOf(row);
        var outcome = change(row);
        if (outcome.Refused(out _, out _))
        {
            return outcome;
        }

        row.Version++;
        row.UpdatedAt = clock.GetUtcNow();
        changes.Add(db, poolId, row.Id);
        audit.Add(db, actor, kind, row.Id, detail: ApplicationDifference.Detail(detail, before, row));
        if (await SaveAsync(db, cancel) is { } fault)
        {
            return fault;
        }

        await (also?.Invoke(db, row) ?? Task.CompletedTask);
        await transaction.CommitAsync(cancel);
        changes.Note(poolId, row.Id);
        return outcome;
    }

    private static async Task<Fault?> SaveAsync(IdentitySourceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangedMeanwhile;
        }
    }

    internal static Fault ChangedMeanwhile =>
        new("application", "changed_meanwhile", "Somebody else changed the application at the same time. Look at it again and repeat.");

    internal static Fault Unknown(string application) => new("application", "application_unknown", $"This user pool has no application '{application}'.");

    /// <param name="application">The client id, or the address.</param>
    internal static Task<ApplicationRow?> FindAsync(IdentitySourceDb db, string application, CancellationToken cancel)
    {
        // Never both at once: an address that is written like an id could mean two.
        if (Guid.TryParseExact(application, "N", out var id))
        {
            return db.Applications.SingleOrDefaultAsync(row => row.Id == id, cancel);
        }

        var address = AddressRules.Normalize(application);
        return db.Applications.SingleOrDefaultAsync(row => row.Address == address, cancel);
    }
}
