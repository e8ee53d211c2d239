using IdentitySource.Management.Audit;
using IdentitySource.Management.UserPools;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>Takes an invitation back before it is followed.</summary>
public sealed class RevokeInvitation(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid invitationId, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        await using var db = await contexts.ForPoolAsync(operators, cancel);
        if (await db.Invitations.SingleOrDefaultAsync(row => row.AdministeredPoolId == poolId && row.Id == invitationId && row.UsedAt == null, cancel) is not { } invitation)
        {
            return new Fault("invitation", "invitation_unknown", "This invitation was followed or taken back already.");
        }

        if (!InviteAdministrator.MayGive(actor, ConsoleRoles.Parse(invitation.Role)))
        {
            return InviteAdministrator.RoleBeyondKeys;
        }

        db.Invitations.Remove(invitation);
        audit.Add(db, actor, "invitation_revoked", poolId: poolId, detail: new Dictionary<string, object?> { ["email"] = invitation.Email, ["role"] = invitation.Role });
        await db.SaveChangesAsync(cancel);
        return invitationId;
    }
}
