using IdentitySource.Management.Setup;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>People of the console cannot be locked out by mistake: nobody does it to themselves, and one operator stays who can come in.</summary>
internal static class ConsolePeople
{
    /// <returns>Why the person must stay; null when they need not.</returns>
    public static async Task<Fault?> CheckAsync(IdentitySourceDb db, Actor actor, Guid userId, CancellationToken cancel)
    {
        if (actor.UserId == userId)
        {
            return new Fault("user", "user_is_yourself", "This is you: somebody else has to do it.");
        }

        if (!await db.Administrators.AnyAsync(row => row.UserId == userId && row.Role == Administrators.OperatorRole, cancel))
        {
            return null;
        }

        // Two operators who do it to each other at once take turns here.
        await db.TakeTurnAsync(db.PoolId, cancel);
        var another = await db.Administrators.AnyAsync(
            row => row.UserId != userId && row.Role == Administrators.OperatorRole
                && db.Users.Any(user => user.Id == row.UserId && user.Status == UserStatus.Activated && !user.Blocked),
            cancel);
        return another ? null : new Fault("user", "operator_last", "This is the last operator who can sign in: make another one first.");
    }
}
