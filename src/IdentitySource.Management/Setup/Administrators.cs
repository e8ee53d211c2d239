using IdentitySource.Management.Audit;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>The first administrator: one, however many try at once.</summary>
public sealed class Administrators(IDbContextFactory<IdentitySourceDb> contexts, AddUser addUser, AuditTrail audit)
{
    public const string OperatorRole = "operator";

    internal static Fault Exists { get; } = new("administrator", "administrator_exists", "This deployment has an administrator already.");

    public async Task<bool> AnyAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await AnyAsync(db, cancel);
    }

    /// <summary>Without a link: for what the operator has put into the configuration.</summary>
    public async Task<Outcome<Guid>> AddFirstAsync(Actor actor, string email, string password, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(await OperatorsPoolAsync(cancel), cancel);
        if (await HashedAsync(db.PoolId, email, password, cancel) is not { } person)
        {
            return PasswordMint.Busy;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var outcome = await AddFirstAsync(db, actor, person, cancel);
        if (outcome.Faults.Count == 0)
        {
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        return outcome;
    }

    /// <summary>Whom <see cref="AddFirstAsync(IdentitySourceDb, Actor, NewUser, CancellationToken)"/> is to add; before the transaction.</summary>
    /// <returns>Null when too many passwords wait to be hashed.</returns>
    internal Task<NewUser?> HashedAsync(Guid poolId, string email, string password, CancellationToken cancel) =>
        addUser.HashedAsync(new NewUser { PoolId = poolId, Email = email, EmailVerified = true, Password = password }, cancel);

    /// <summary>In the caller's transaction, and without saving. It waits for its turn: who comes second finds the first one's administrator.</summary>
    internal async Task<Outcome<Guid>> AddFirstAsync(IdentitySourceDb db, Actor actor, NewUser person, CancellationToken cancel)
    {
        await db.TakeTurnAsync(db.PoolId, cancel);
        if (await AnyAsync(db, cancel))
        {
            return Exists;
        }

        var outcome = await addUser.AddAsync(db, actor, person, cancel);
        if (outcome.Refused(out _, out var userId))
        {
            return outcome;
        }

        db.Administrators.Add(new AdministratorRow { PoolId = db.PoolId, UserId = userId, AdministeredPoolId = db.PoolId, Role = OperatorRole });
        audit.Add(db, actor, "administrator_added", userId: userId, detail: new Dictionary<string, object?> { ["role"] = OperatorRole });
        return outcome;
    }

    internal async Task<Guid> OperatorsPoolAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.UserPools.Where(pool => pool.Slug == UserPool.OperatorsSlug).Select(pool => pool.Id).SingleAsync(cancel);
    }

    private static Task<bool> AnyAsync(IdentitySourceDb db, CancellationToken cancel) => db.Administrators.IgnoreQueryFilters().AnyAsync(cancel);
}
