using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Consents;

/// <summary>Takes back what a person allowed an application: its tokens for them are dead, and next time it has to ask.</summary>
public sealed class WithdrawConsent(IDbContextFactory<IdentitySourceDb> contexts, ConsentStore consents, AuditTrail audit, TimeProvider clock)
{
    /// <param name="application">The client id, or the address.</param>
    /// <returns>The person's id.</returns>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, UserName person, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(person.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await UserChange.FindAsync(db, person.Text, cancel) is not { } user)
        {
            return UserChange.Unknown(person.Text);
        }

        if (await ConsolePeople.CheckAsync(db, actor, user.Id, locksOut: false, cancel) is { } needed)
        {
            return needed;
        }

        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } from)
        {
            return ApplicationChange.Unknown(application);
        }

        if (!await HasAccessAsync(db, user.Id, from.Id, cancel))
        {
            return new Fault("consent", "consent_unknown", $"'{person.Text}' has allowed '{application}' nothing.");
        }

        await consents.WithdrawAsync(db, user.Id, from.Id, clock.GetUtcNow(), cancel);
        audit.Add(db, actor, "consent_withdrawn", from.Id, user.Id);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return user.Id;
    }

    /// <summary>An application that shows no consent page has access without a consent.</summary>
    private static async Task<bool> HasAccessAsync(IdentitySourceDb db, Guid userId, Guid applicationId, CancellationToken cancel) =>
        await db.Consents.AnyAsync(row => row.UserId == userId && row.ApplicationId == applicationId, cancel)
        || await db.Authorizations.AnyAsync(row => row.UserId == userId && row.ApplicationId == applicationId && row.RevokedAt == null, cancel);
}
