using IdentitySource.Management.Audit;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>Follows an invitation: the link is spent and the role is given, both or neither. Whoever has no account yet chooses a password for one.</summary>
public sealed class AcceptInvitation(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AddUser addUser, AuditTrail audit, TimeProvider clock)
{
    private static Fault Dead { get; } = new("link", "invitation_dead", "This invitation is not valid (any more).");

    /// <summary>Null when the link is unknown, used, taken back or too old. Looking spends nothing.</summary>
    public async Task<Invitation?> FindAsync(string link, CancellationToken cancel)
    {
        await using var db = await OperatorsAsync(cancel);
        if (await Open(db, link).AsNoTracking().SingleOrDefaultAsync(cancel) is not { } row)
        {
            return null;
        }

        var pool = await db.UserPools.AsNoTracking().SingleAsync(pool => pool.Id == row.AdministeredPoolId, cancel);
        return new Invitation(pool.Name, pool.Slug, row.Email, ConsoleRoles.Parse(row.Role), await AccountAsync(db, row.Email, cancel))
        {
            PasswordMinLength = (await PasswordPolicy.OfAsync(db, db.PoolId, cancel)).MinLength,
        };
    }

    /// <param name="provenUserId">The account that was just proven, where the address has one.</param>
    /// <param name="password">For the account that is made otherwise.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, string link, Guid? provenUserId, string password, CancellationToken cancel)
    {
        await using var db = await OperatorsAsync(cancel);
        if (await Open(db, link).AsNoTracking().SingleOrDefaultAsync(cancel) is not { } invitation)
        {
            return Dead;
        }

        // Whoever invited was shown the link, so following it does not prove that the address is read.
        NewUser unknown = new() { PoolId = db.PoolId, Email = invitation.Email, Password = password };
        if ((provenUserId is null ? await addUser.HashedAsync(unknown, cancel) : unknown) is not { } person)
        {
            return PasswordMint.Busy;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(db.PoolId, cancel);
        if (await AccountAsync(db, invitation.Email, cancel) != provenUserId)
        {
            return Dead;
        }

        var userId = provenUserId ?? Guid.Empty;
        if (provenUserId is null && (await addUser.AddAsync(db, actor, person, cancel)).Refused(out var faults, out userId))
        {
            return faults.ToList();
        }

        // Last: a weak password does not cost the link. One statement takes it, so it is good once.
        if (await Open(db, link).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.UsedAt, clock.GetUtcNow()), cancel) != 1)
        {
            return Dead;
        }

        await GiveAsync(db, actor with { UserId = userId }, invitation, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return userId;
    }

    private async Task GiveAsync(IdentitySourceDb db, Actor actor, InvitationRow invitation, CancellationToken cancel)
    {
        var userId = actor.UserId!.Value;
        var held = await db.Administrators.SingleOrDefaultAsync(row => row.UserId == userId && row.AdministeredPoolId == invitation.AdministeredPoolId, cancel);
        audit.Add(db, actor, "administrator_added", userId: userId, poolId: invitation.AdministeredPoolId, detail: new Dictionary<string, object?>
        {
            ["role"] = new { before = held?.Role, after = invitation.Role },
        });
        if (held is null)
        {
            db.Administrators.Add(new AdministratorRow { PoolId = db.PoolId, UserId = userId, AdministeredPoolId = invitation.AdministeredPoolId, Role = invitation.Role });
        }
        else if (ConsoleRoles.Parse(held.Role) < ConsoleRoles.Parse(invitation.Role))
        {
            held.Role = invitation.Role;
        }
    }

    private async Task<IdentitySourceDb> OperatorsAsync(CancellationToken cancel) =>
        await contexts.ForPoolAsync((await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value, cancel);

    private IQueryable<InvitationRow> Open(IdentitySourceDb db, string link)
    {
        var (hash, now) = (new TokenHandle(link).Hash(), clock.GetUtcNow());
        return db.Invitations.Where(row => row.Hash == hash && row.UsedAt == null && row.ExpiresAt > now);
    }

    private static Task<Guid?> AccountAsync(IdentitySourceDb db, string email, CancellationToken cancel)
    {
        var normalized = LookupNames.Of(email);
        return db.Users.Where(user => user.NormalizedEmail == normalized).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancel);
    }
}

/// <param name="UserId">The account that the address has; null when one will be made.</param>
public sealed record Invitation(string PoolName, string PoolSlug, string Email, ConsoleRole Role, Guid? UserId)
{
    /// <summary>Of the pool that the people of the console live in.</summary>
    public required int PasswordMinLength { get; init; }
}
