using IdentitySource.Management.Audit;
using IdentitySource.Management.Permissions;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>Makes a group of people who are given rights together.</summary>
public sealed class CreateGroup(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit, TimeProvider clock)
{
    /// <param name="code">Unique in the pool.</param>
    /// <param name="name">Null: as the code.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string code, string? name, CancellationToken cancel)
    {
        var shown = LookupNames.Composed(name ?? code) ?? "";
        if (!PermissionNames.IsName(code) || shown.Length is 0 or > 200 || !LookupNames.IsPlain(shown))
        {
            return new Fault("code", "group_malformed", "A group's code has letters, digits, '.', '_' and '-', 100 at most; its name 200 visible characters at most.");
        }

        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.Groups.AnyAsync(group => group.Code == code, cancel))
        {
            return new Fault("code", "group_taken", $"This user pool has a group '{code}' already.");
        }

        Group row = new() { PoolId = poolId, Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = code, Name = shown, CreatedAt = clock.GetUtcNow() };
        db.Groups.Add(row);
        audit.Add(db, actor, "group_created", detail: new Dictionary<string, object?> { ["group"] = code });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return row.Id;
    }
}
