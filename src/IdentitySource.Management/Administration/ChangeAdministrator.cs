using IdentitySource.Management.Audit;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>
/// Gives an administrator another role or takes it away, which their sessions have at the next request. Those of one pool take turns,
/// so that of two owners who remove each other one stays; nobody changes their own role.
/// </summary>
public sealed class ChangeAdministrator(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit, TimeProvider clock)
{
    /// <param name="to">Null: no role any more. With the last one people are signed out of the console; the account stays.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, AdministratorName name, ConsoleRole? to, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        if (Unfit(actor, name, to, operators) is { } unfit)
        {
            return unfit;
        }

        await using var db = await contexts.ForPoolAsync(operators, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(name.PoolId, cancel);
        var rows = await db.Administrators.Where(row => row.AdministeredPoolId == name.PoolId).ToListAsync(cancel);
        if (rows.Find(row => row.UserId == name.UserId) is not { } held)
        {
            return new Fault("administrator", "administrator_unknown", "This person does not administer this user pool.");
        }

        if (Check(actor, name, held, await AbleAsync(db, rows, cancel), to) is { } fault)
        {
            return fault;
        }

        audit.Add(db, actor, to is null ? "administrator_removed" : "administrator_changed", userId: name.UserId, poolId: name.PoolId, detail: new Dictionary<string, object?>
        {
            ["role"] = new { before = held.Role, after = to?.Name() },
        });
        held.Role = to?.Name() ?? held.Role;
        db.Entry(held).State = to is null ? EntityState.Deleted : EntityState.Modified;
        if (name.Role >= ConsoleRole.Owner && (to is null || to < name.Role))
        {
            await VoidedInvitations.RemoveAsync(db, audit, actor, OpenInvitations(db, name, operators), clock.GetUtcNow(), cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return name.UserId;
    }

    /// <summary>
    /// Whoever could invite may hold a link for themselves, and an invitation does not know who made it: all that are open end, and
    /// those who stay invite again. An operator invites everywhere.
    /// </summary>
    private static IQueryable<InvitationRow> OpenInvitations(IdentitySourceDb db, AdministratorName name, Guid operators) =>
        db.Invitations.Where(row => row.UsedAt == null && (name.PoolId == operators || row.AdministeredPoolId == name.PoolId));

    private static Fault? Unfit(Actor actor, AdministratorName name, ConsoleRole? to, Guid operators) =>
        to is { } wanted && !InviteAdministrator.Roles(name.PoolId, operators).Contains(wanted) ? InviteAdministrator.RoleUnfit
        : !InviteAdministrator.MayGive(actor, name.Role) || !InviteAdministrator.MayGive(actor, to ?? ConsoleRole.None) ? InviteAdministrator.RoleBeyondKeys
        : null;

    /// <summary>Those of them who can come in: the others look after nothing.</summary>
    private static async Task<List<AdministratorRow>> AbleAsync(IdentitySourceDb db, List<AdministratorRow> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.UserId).ToList();
        var able = await db.Users.Where(ConsolePeople.CanComeIn).Where(user => ids.Contains(user.Id)).Select(user => user.Id).ToListAsync(cancel);
        return rows.FindAll(row => able.Contains(row.UserId));
    }

    private static Fault? Check(Actor actor, AdministratorName name, AdministratorRow held, List<AdministratorRow> able, ConsoleRole? to)
    {
        // The one that a pool must not be without: its highest.
        var top = held.Role == ConsoleRole.Operator.Name() ? ConsoleRole.Operator : ConsoleRole.Owner;
        return held.Role != name.Role.Name() ? new Fault("role", "changed_meanwhile", "Somebody else has changed this role meanwhile.")
            : actor.UserId == name.UserId ? new Fault("administrator", "administrator_is_you", "Your own role is changed by somebody else who may.")
            : held.Role == top.Name() && to != top && !able.Exists(row => row.Role == top.Name() && row.UserId != name.UserId)
                ? new Fault("administrator", "administrator_last", "Somebody has to be left who may do this. Give another person the role first.")
            : null;
    }
}

/// <param name="Role">As it was seen: with another one the change is refused.</param>
public sealed record AdministratorName(Guid PoolId, Guid UserId, ConsoleRole Role);
