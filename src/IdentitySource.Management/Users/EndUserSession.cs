using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>Signs a person out of one browser. What applications keep offline lives on; <see cref="SignOutUser"/> ends that too.</summary>
public sealed class EndUserSession(IDbContextFactory<IdentitySourceDb> contexts, SessionStore sessions, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid userId, Guid sessionId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ConsolePeople.CheckAsync(db, actor, userId, locksOut: false, cancel) is { } needed)
        {
            return needed;
        }

        if (!await db.Sessions.AnyAsync(row => row.Id == sessionId && row.UserId == userId, cancel) || !await sessions.EndAsync(db, sessionId, clock.GetUtcNow(), cancel))
        {
            return new Fault("session", "session_unknown", "This person has no such session any more.");
        }

        audit.Add(db, actor, "session_ended", userId: userId, detail: new Dictionary<string, object?> { ["session"] = sessionId.ToString("N") });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return sessionId;
    }
}
