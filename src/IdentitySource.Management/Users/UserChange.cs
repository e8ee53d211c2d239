using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>How a change of a user that may end their access is made: in one transaction with its audit entry.</summary>
public sealed class UserChange(IDbContextFactory<IdentitySourceDb> contexts, SessionStore sessions, AuditTrail audit, TimeProvider clock)
{
    /// <param name="identifier">Id, e-mail address, username or telephone number.</param>
    /// <param name="change">Alters the user; faults are answered and nothing is written.</param>
    /// <param name="endAs">Ends every session and authorization for this reason; null leaves them.</param>
    internal async Task<Outcome<Guid>> RunAsync(
        Actor actor, UserName identifier, string kind, Func<User, IReadOnlyList<Fault>> change, string? endAs, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(identifier.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await FindAsync(db, identifier.Text, cancel) is not { } user)
        {
            return Unknown(identifier.Text);
        }

        if (change(user) is { Count: > 0 } faults)
        {
            return faults.ToList();
        }

        var now = clock.GetUtcNow();
        user.SecurityStamp = SecurityStamps.New();
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        user.UpdatedAt = now;
        audit.Add(db, actor, kind, userId: user.Id);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Fault("user", "changed_meanwhile", "Somebody else changed the user at the same time. Look again and repeat.");
        }

        if (endAs is not null)
        {
            // After the user's own row, so that a sign-in or a refresh that runs at the same time finds it changed.
            await sessions.EndAllAsync(db, user.Id, endAs, now, cancel);
        }

        await transaction.CommitAsync(cancel);
        return user.Id;
    }

    internal static Fault Unknown(string identifier) => new("user", "user_unknown", $"This user pool has no user '{identifier}'.");

    internal static Task<User?> FindAsync(IdentitySourceDb db, string identifier, CancellationToken cancel) =>
        Guid.TryParseExact(identifier, "N", out var id) || Guid.TryParseExact(identifier, "D", out id) ? db.Users.SingleOrDefaultAsync(user => user.Id == id, cancel)
        : UserDirectory.Called(db.Users, identifier) is { } called ? called.SingleOrDefaultAsync(cancel)
        : Task.FromResult<User?>(null);
}

/// <summary>A user as an operator names them.</summary>
/// <param name="Text">Id, e-mail address, username or telephone number.</param>
public sealed record UserName(Guid PoolId, string Text);
