using IdentitySource.Management.Audit;
using IdentitySource.Management.UserPools;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>
/// Gives an administrator another role or takes it away, which their sessions have at the next request. Those of one pool take turns,
/// so that of two owners who remove each other one stays; nobody changes their own role.
/// </summary>
public sealed class ChangeAdministrator(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit)
{
    /// <param name="to">Null: no role any more. With the last one people are signed out of the console; the account stays.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, AdministratorName name, ConsoleRole? to, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        if (to is { } wanted && !InviteAdministrator.Roles(name.PoolId, operators).Contains(wanted))
        {
            return InviteAdministrator.RoleUnfit;
        }

        await using var db = await contexts.ForPoolAsync(operators, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(name.PoolId, cancel);
        var rows = await db.Administrators.Where(row => row.AdministeredPoolId == name.PoolId).ToListAsync(cancel);
        if (rows.Find(row => row.UserId == name.UserId) is not { } held)
        {
            return new Fault("administrator", "administrator_unknown", "This person does not administer this user pool.");
        }

        if (Check(actor, name, held, rows, to) is { } fault)
        {
            return fault;
        }

        audit.Add(db, actor, to is null ? "administrator_removed" : "administrator_changed", userId: name.UserId, poolId: name.PoolId, detail: new Dictionary<string, object?>
        {
            ["role"] = new { before = held.Role, after = to?.Name() },
        });
        if (to is { } role)
        {
            held.Role = role.Name();
        }
        else
        {
            db.Administrators.Remove(held);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return name.UserId;
    }

    private static Fault? Check(Actor actor, AdministratorName name, AdministratorRow held, List<AdministratorRow> rows, ConsoleRole? to)
    {
        // The one that a pool must not be without: its highest.
        var top = held.Role == ConsoleRole.Operator.Name() ? ConsoleRole.Operator : ConsoleRole.Owner;
        return held.Role != name.Role.Name() ? new Fault("role", "changed_meanwhile", "Somebody else has changed this role meanwhile.")
            : actor.UserId == name.UserId ? new Fault("administrator", "administrator_is_you", "Your own role is changed by somebody else who may.")
            : held.Role == top.Name() && to != top && rows.Count(row => row.Role == top.Name()) == 1
                ? new Fault("administrator", "administrator_last", "Somebody has to be left who may do this. Give another person the role first.")
            : null;
    }
}

/// <param name="Role">As it was seen: with another one the change is refused.</param>
public sealed record AdministratorName(Guid PoolId, Guid UserId, ConsoleRole Role);
