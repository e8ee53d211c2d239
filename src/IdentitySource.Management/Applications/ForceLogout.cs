using IdentitySource.Management.Audit;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>
/// Signs a person out of one application: what they granted it is revoked, so that its tokens are dead, and the sessions it came from
/// end, because the next request would be answered from them at once. Offline access of other applications goes on.
/// </summary>
public sealed class ForceLogout(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit, TimeProvider clock)
{
    public const string Reason = "signed_out_by_administrator";

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

        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } from)
        {
            return ApplicationChange.Unknown(application);
        }

        var now = clock.GetUtcNow();
        var granted = db.Authorizations.Where(row => row.UserId == user.Id && row.ApplicationId == from.Id && row.RevokedAt == null);

        // Sessions first, as wherever both are locked: two acts at once must not wait for each other.
        var sessions = await db.Sessions
            .Where(session => session.UserId == user.Id && session.EndedAt == null && granted.Any(row => row.SessionId == session.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now).SetProperty(session => session.ExpiresAt, now), cancel);
        var revoked = await granted.ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now).SetProperty(row => row.RevokedReason, Reason), cancel);
        audit.Add(db, actor, "user_forced_out", from.Id, user.Id, new Dictionary<string, object?> { ["sessions"] = sessions, ["authorizations"] = revoked });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return user.Id;
    }
}
