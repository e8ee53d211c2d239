using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>
/// Deletes an application with everything that is its own: keys of its authorization server, what people granted it and the tokens
/// of that, its programmatic access accounts and the rules about them, who may sign in. The trail stays.
/// </summary>
public sealed class DeleteApplication(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    /// <param name="application">The client id, or the address.</param>
    /// <param name="version">The one that was looked at; null: whatever it is.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string application, CancellationToken cancel, long? version = null)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } row)
        {
            return ApplicationChange.Unknown(application);
        }

        if (version is not null && version != row.Version)
        {
            return ApplicationChange.ChangedMeanwhile;
        }

        if (row.Id == poolId)
        {
            throw new InvalidOperationException("An application with the id of its pool would take the keys of the shared server with it.");
        }

        // These know it by an id that no foreign key stands on.
        await db.PermissionRules
            .Where(rule => rule.SubjectKind == SubjectKind.AccessKey && db.AccessKeys.Any(key => key.ApplicationId == row.Id && key.Id == rule.SubjectId))
            .ExecuteDeleteAsync(cancel);
        await db.SigningKeys.Where(key => key.ServerId == row.Id).ExecuteDeleteAsync(cancel);
        db.Applications.Remove(row);
        changes.Add(db, poolId, row.Id);
        audit.Add(db, actor, "application_deleted", row.Id, detail: new Dictionary<string, object?> { ["name"] = Changes.Of(row.Name, null), ["address"] = row.Address });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ApplicationChange.ChangedMeanwhile;
        }

        await transaction.CommitAsync(cancel);
        changes.Note(poolId, row.Id);
        return row.Id;
    }
}
