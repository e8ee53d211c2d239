using IdentitySource.Management.Audit;
using IdentitySource.Management.Permissions;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Roles;

/// <summary>Makes a role. Its name stands in the claim <c>roles</c> of the people who have it.</summary>
public sealed class CreateRole(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit, TimeProvider clock)
{
    /// <param name="name">Unique in the pool, in whatever case.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string name, CancellationToken cancel)
    {
        if (!PermissionNames.IsName(name))
        {
            return new Fault("name", "role_malformed", "A role's name has letters, digits, '.', '_' and '-', 100 at most, and begins with a letter or digit.");
        }

        var normalized = LookupNames.Of(name);
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.Roles.AnyAsync(role => role.NormalizedName == normalized, cancel))
        {
            return new Fault("name", "role_taken", $"This user pool has a role '{name}' already.");
        }

        Role row = new()
        {
            PoolId = poolId,
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = name,
            NormalizedName = normalized,
            ConcurrencyStamp = Guid.NewGuid().ToString(),
        };
        db.Roles.Add(row);
        audit.Add(db, actor, "role_created", detail: new Dictionary<string, object?> { ["role"] = name });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return row.Id;
    }
}
