using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentitySource.Management.Users;

/// <summary>How a change of a user that may end their access is made: in one transaction with its audit entry.</summary>
public sealed class UserChange(IDbContextFactory<IdentitySourceDb> contexts, SessionStore sessions, AuditTrail audit, TimeProvider clock)
{
    /// <param name="identifier">Id, e-mail address, username or telephone number.</param>
    /// <param name="change">Alters the user; faults are answered and nothing is written.</param>
    /// <param name="endAs">Ends every session and authorization for this reason; null leaves them.</param>
    internal Task<Outcome<Guid>> RunAsync(
        Actor actor, UserName identifier, string kind, Func<User, IReadOnlyList<Fault>> change, string? endAs, CancellationToken cancel) =>
        RunAsync(actor, identifier, new UserAct(kind) { EndAs = endAs }, (_, user) => Task.FromResult(change(user)), cancel);

    /// <inheritdoc cref="RunAsync(Actor, UserName, string, Func{User, IReadOnlyList{Fault}}, string?, CancellationToken)"/>
    internal async Task<Outcome<Guid>> RunAsync(
        Actor actor, UserName identifier, UserAct act, Func<IdentitySourceDb, User, Task<IReadOnlyList<Fault>>> change, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(identifier.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await FindAsync(db, identifier.Text, cancel) is not { } user)
        {
            return Unknown(identifier.Text);
        }

        if (act.Version is { } version && version != user.ConcurrencyStamp)
        {
            return ChangedMeanwhile;
        }

        if (await ConsolePeople.CheckAsync(db, actor, user.Id, act.LocksOut, cancel) is { } needed)
        {
            return needed;
        }

        var (before, password) = (UserFields.Snapshot(user), user.PasswordHash);
        if (await change(db, user) is { Count: > 0 } faults)
        {
            return faults.ToList();
        }

        var changed = Changes.Between(before, UserFields.Snapshot(user));
        if (!ReferenceEquals(user.PasswordHash, password))
        {
            changed["password"] = Changes.Of(password is null ? null : Changes.Redacted, user.PasswordHash is null ? null : Changes.Redacted);
        }

        if (changed.Count == 0 && act.KeepsCredentials)
        {
            return user.Id;
        }

        return await WriteAsync(db, transaction, actor, act, user, changed, cancel);
    }

    private async Task<Outcome<Guid>> WriteAsync(
        IdentitySourceDb db, IDbContextTransaction transaction, Actor actor, UserAct act, User user, Dictionary<string, object?> changed, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        user.SecurityStamp = act.KeepsCredentials ? user.SecurityStamp : SecurityStamps.New();
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        user.UpdatedAt = now;
        audit.Add(db, actor, act.Kind, userId: user.Id, detail: changed);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangedMeanwhile;
        }

        if (act.LocksOut)
        {
            await ConsolePeople.VoidInvitationsAsync(db, user.Id, cancel);
        }

        if (act.EndAs is not null)
        {
            // After the user's own row, so that a sign-in or a refresh that runs at the same time finds it changed.
            await sessions.EndAllAsync(db, user.Id, act.EndAs, now, cancel);
        }

        await transaction.CommitAsync(cancel);
        return user.Id;
    }

    internal static Fault ChangedMeanwhile { get; } =
        new("user", "changed_meanwhile", "Somebody else changed the user at the same time. Look again and repeat.");

    internal static Fault Unknown(string identifier) => new("user", "user_unknown", $"This user pool has no user '{identifier}'.");

    internal static Task<User?> FindAsync(IdentitySourceDb db, string identifier, CancellationToken cancel) =>
        Guid.TryParseExact(identifier, "N", out var id) || Guid.TryParseExact(identifier, "D", out id) ? db.Users.SingleOrDefaultAsync(user => user.Id == id, cancel)
        : UserDirectory.Called(db.Users, identifier) is { } called ? called.SingleOrDefaultAsync(cancel)
        : Task.FromResult<User?>(null);
}

/// <summary>A user as an operator names them.</summary>
/// <param name="Text">Id, e-mail address, username or telephone number.</param>
public sealed record UserName(Guid PoolId, string Text);

/// <summary>What kind of change it is.</summary>
/// <param name="Kind">Of the audit entry.</param>
internal sealed record UserAct(string Kind)
{
    /// <summary>Ends every session and authorization for this reason; null leaves them.</summary>
    public string? EndAs { get; init; }

    /// <summary>What the user was when it was read for editing; null does not mind.</summary>
    public string? Version { get; init; }

    /// <summary>Nothing by which the person signs in changes, so that nothing that they have becomes void.</summary>
    public bool KeepsCredentials { get; init; }

    /// <summary>The person cannot sign in any more, which somebody of the console must not do to themselves.</summary>
    public bool LocksOut { get; init; }
}
