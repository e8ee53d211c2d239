using System.Linq.Expressions;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Setup;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>
/// People of the console cannot be locked out by mistake: nobody does it to themselves, and one operator, and one owner of each pool,
/// stays who can come in. API keys do not touch them at all: by the password of an owner a key would make keys of every scope.
/// </summary>
internal static class ConsolePeople
{
    public static Expression<Func<User, bool>> CanComeIn { get; } = user => user.Status == UserStatus.Activated && !user.Blocked && user.PasswordHash != null;

    /// <returns>Why the person must stay as they are; null when they need not.</returns>
    public static async Task<Fault?> CheckAsync(IdentitySourceDb db, Actor actor, Guid userId, bool locksOut, CancellationToken cancel)
    {
        if (actor.IsKey && await db.Administrators.AnyAsync(row => row.UserId == userId, cancel))
        {
            return new Fault("user", "user_beyond_api_keys", "This person has a role in the console: people change them there, and no API key does.");
        }

        return locksOut ? await CheckLockOutAsync(db, actor, userId, cancel) : null;
    }

    private static async Task<Fault?> CheckLockOutAsync(IdentitySourceDb db, Actor actor, Guid userId, CancellationToken cancel)
    {
        if (actor.UserId == userId)
        {
            return new Fault("user", "user_is_yourself", "This is you: somebody else has to do it.");
        }

        return await CheckOperatorsAsync(db, userId, cancel) ?? await CheckOwnersAsync(db, userId, cancel);
    }

    /// <summary>
    /// Of whoever is locked out or deleted, before their roles are gone: who could invite may hold a link for themselves, and an
    /// invitation does not know who made it. All that they could have made end, and those who stay invite again.
    /// </summary>
    public static Task VoidInvitationsAsync(IdentitySourceDb db, Guid userId, CancellationToken cancel)
    {
        var owner = ConsoleRole.Owner.Name();
        return db.Invitations
            .Where(row => row.UsedAt == null && db.Administrators.Any(held => held.UserId == userId
                && (held.Role == Administrators.OperatorRole || (held.Role == owner && held.AdministeredPoolId == row.AdministeredPoolId))))
            .ExecuteDeleteAsync(cancel);
    }

    private static async Task<Fault?> CheckOperatorsAsync(IdentitySourceDb db, Guid userId, CancellationToken cancel)
    {
        if (!await db.Administrators.AnyAsync(row => row.UserId == userId && row.Role == Administrators.OperatorRole, cancel))
        {
            return null;
        }

        // Two operators who do it to each other at once take turns here.
        await db.TakeTurnAsync(db.PoolId, cancel);
        var another = await db.Users.Where(CanComeIn)
            .AnyAsync(user => user.Id != userId && db.Administrators.Any(row => row.UserId == user.Id && row.Role == Administrators.OperatorRole), cancel);
        return another ? null : new Fault("user", "operator_last", "This is the last operator who can sign in: make another one first.");
    }

    private static async Task<Fault?> CheckOwnersAsync(IdentitySourceDb db, Guid userId, CancellationToken cancel)
    {
        var owner = ConsoleRole.Owner.Name();
        var owned = await db.Administrators.Where(row => row.UserId == userId && row.Role == owner).Select(row => row.AdministeredPoolId).Order().ToListAsync(cancel);
        foreach (var pool in owned)
        {
            await db.TakeTurnAsync(pool, cancel);
            if (!await db.Users.Where(CanComeIn).AnyAsync(
                user => user.Id != userId && db.Administrators.Any(row => row.UserId == user.Id && row.AdministeredPoolId == pool && row.Role == owner), cancel))
            {
                return new Fault("user", "owner_last", "This is the last owner of a user pool who can sign in: make another one first.");
            }
        }

        return null;
    }
}
