using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>
/// Makes a user pool be as a file says, in one transaction: all of it or nothing. What is so already is left alone, so a second time
/// changes nothing. Nothing is removed.
/// </summary>
public sealed class ApplyConfiguration(
    IDbContextFactory<IdentitySourceDb> contexts, ReconcileApplications applications, SigningKeyStore keys, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    private static readonly Fault ChangedMeanwhile =
        new("configuration", "changed_meanwhile", "Somebody else changed the user pool at the same time. Look at the plan again and repeat.");

    /// <param name="dryRun">Says what would be changed, with everything that is wrong, and changes nothing.</param>
    public async Task<Outcome<ConfigurationPlan>> RunAsync(Actor actor, Guid poolId, PoolConfiguration wanted, bool dryRun, CancellationToken cancel)
    {
        if (wanted.Format != PoolConfiguration.CurrentFormat)
        {
            return new Fault("format", "configuration_format_unknown", $"This is the format {wanted.Format}; known is {PoolConfiguration.CurrentFormat}.") { Values = [wanted.Format, PoolConfiguration.CurrentFormat] };
        }

        var outcome = await ReconcileAsync(actor, poolId, wanted, keys: null, cancel);
        if (dryRun || outcome.Refused(out _, out var plan) || plan.Changes.Count == 0)
        {
            return outcome;
        }

        // Nobody waits for the pool while the keys of many applications are made.
        var made = await keys.PrepareAsync(poolId, plan.Changes.Count(change => change is { Act: PlannedChange.Creation, Noun: ReconcileApplications.Noun }), cancel);
        return await ReconcileAsync(actor, poolId, wanted, made, cancel);
    }

    /// <param name="keys">For the applications that are new; null: nothing is saved.</param>
    private async Task<Outcome<ConfigurationPlan>> ReconcileAsync(Actor actor, Guid poolId, PoolConfiguration wanted, KeySets? keys, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        Reconciliation work = new(db, actor, audit, clock.GetUtcNow(), keys);
        await CompareAsync(work, wanted, cancel);
        if (work.Faults.Count > 0)
        {
            return work.Faults;
        }

        ConfigurationPlan plan = new(work.Changes, work.Unmentioned);
        return keys switch
        {
            null => plan,
            { RanDry: true } => ChangedMeanwhile,
            _ => plan.Changes.Count == 0 ? plan : await SaveAsync(work, plan, transaction.CommitAsync, cancel),
        };
    }

    private async Task CompareAsync(Reconciliation work, PoolConfiguration wanted, CancellationToken cancel)
    {
        await ReconcilePool.RunAsync(work, wanted.UserPool, cancel);
        var subjects = await ReconcileSubjects.RunAsync(work, wanted, cancel);
        await ReconcileResources.RunAsync(work, wanted, subjects, cancel);
        await applications.RunAsync(work, wanted, subjects, cancel);
    }

    private async Task<Outcome<ConfigurationPlan>> SaveAsync(Reconciliation work, ConfigurationPlan plan, Func<CancellationToken, Task> commit, CancellationToken cancel)
    {
        var poolId = work.Db.PoolId;
        changes.Add(work.Db, poolId, applicationId: null);
        foreach (var application in work.Touched)
        {
            changes.Add(work.Db, poolId, application);
        }

        work.Record("configuration_applied", new() { ["changes"] = plan.Changes.Select(each => $"{each.Act} {each.Noun} {each.Name}").ToList() });
        try
        {
            await work.Db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Others write beside this: an address that was taken meanwhile, a row that was changed.
            return ChangedMeanwhile;
        }

        await work.FinishAsync(cancel);
        await commit(cancel);
        changes.Note(poolId, applicationId: null);
        work.Touched.ForEach(application => changes.Note(poolId, application));
        return plan;
    }
}
