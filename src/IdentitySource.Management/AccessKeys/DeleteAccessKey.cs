using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.AccessKeys;

/// <summary>Deletes a programmatic access account and the rules that speak of it.</summary>
public sealed class DeleteAccessKey(AccessKeyChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string accessKey, CancellationToken cancel) =>
        change.RunAsync(actor, poolId, accessKey, "access_key_deleted", async (db, row) =>
        {
            await db.PermissionRules.Where(rule => rule.SubjectKind == SubjectKind.AccessKey && rule.SubjectId == row.Id).ExecuteDeleteAsync(cancel);
            db.AccessKeys.Remove(row);
            return row.Id;
        }, cancel);
}
