using IdentitySource.Management.Audit;
using IdentitySource.Management.UserPools;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>Takes an invitation back before it is followed.</summary>
public sealed class RevokeInvitation(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid invitationId, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        await using var db = await contexts.ForPoolAsync(operators, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var open = db.Invitations.Where(row => row.AdministeredPoolId == poolId && row.Id == invitationId && row.UsedAt == null);
        if (await open.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } invitation)
        {
            return new Fault("invitation", "invitation_unknown", "This invitation was followed or taken back already.");
        }

        if (!InviteAdministrator.MayGive(actor, ConsoleRoles.Parse(invitation.Role)))
        {
            return InviteAdministrator.RoleBeyondKeys;
        }

        await VoidedInvitations.RemoveAsync(db, audit, actor, open, clock.GetUtcNow(), cancel);
        audit.Add(db, actor, "invitation_revoked", poolId: poolId, detail: new Dictionary<string, object?> { ["email"] = invitation.Email, ["role"] = invitation.Role });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return invitationId;
    }
}
