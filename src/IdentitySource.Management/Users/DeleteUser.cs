using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>
/// Deletes a person with everything that is theirs: sessions, consents, authorizations and their tokens, memberships, rules. What is
/// left is the trail, which knows them by their id; the entry of the deletion alone says whom it was about.
/// </summary>
public sealed class DeleteUser(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, UserName identifier, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(identifier.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await UserChange.FindAsync(db, identifier.Text, cancel) is not { } user)
        {
            return UserChange.Unknown(identifier.Text);
        }

        if (await ConsolePeople.CheckAsync(db, actor, user.Id, locksOut: true, cancel) is { } needed)
        {
            return needed;
        }

        // These name a subject of any kind, so no foreign key cleans them up.
        await db.PermissionRules.Where(row => row.SubjectKind == SubjectKind.User && row.SubjectId == user.Id).ExecuteDeleteAsync(cancel);
        await db.AccessEntries.Where(row => row.SubjectKind == SubjectKind.User && row.SubjectId == user.Id).ExecuteDeleteAsync(cancel);
        await ConsolePeople.VoidInvitationsAsync(db, user.Id, cancel);
        db.Users.Remove(user);
        audit.Add(db, actor, "user_deleted", userId: user.Id, detail: new Dictionary<string, object?> { ["user"] = UserFields.LoginName(user) });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return UserChange.ChangedMeanwhile;
        }

        await transaction.CommitAsync(cancel);
        return user.Id;
    }
}
