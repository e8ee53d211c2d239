using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Subjects;

/// <summary>How a person comes into a group or gets a role, and out of it: one at a time in a pool, with an audit entry when something changed.</summary>
public sealed class Membership(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    internal async Task<Outcome<bool>> RunAsync(
        MembershipChange input, Func<IdentitySourceDb, Guid, Guid, Task<bool>> change, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(input.PoolId, cancel);
        if ((await db.FindSubjectAsync(input.Of, cancel)).Refused(out var faults, out var ofId)
            || (await db.FindSubjectAsync(new SubjectName(SubjectKind.User, input.User), cancel)).Refused(out faults, out var userId))
        {
            return faults.ToList();
        }

        if (!await change(db, ofId, userId))
        {
            return false;
        }

        audit.Add(db, input.Actor, input.Kind, userId: userId, detail: new Dictionary<string, object?>
        {
            [input.Of.Kind == SubjectKind.Role ? "role" : "group"] = input.Of.Text,
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}

/// <param name="Of">The role or group.</param>
/// <param name="Kind">Of the audit entry.</param>
internal sealed record MembershipChange(Actor Actor, Guid PoolId, SubjectName Of, string User, string Kind);
