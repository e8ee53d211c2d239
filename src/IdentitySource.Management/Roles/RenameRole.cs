using IdentitySource.Management.Audit;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Roles;

/// <summary>Gives a role another name, which is the one in the claim <c>roles</c> from the next token on.</summary>
public sealed class RenameRole(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string role, string? name, CancellationToken cancel)
    {
        if (name is null || !PermissionNames.IsName(name))
        {
            return new Fault("name", "role_malformed", "A role's name has letters, digits, '.', '_' and '-', 100 at most, and begins with a letter or digit.");
        }

        var to = LookupNames.Of(name);
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.FindRoleAsync(role, cancel) is not { } row)
        {
            return new Fault("role", "role_unknown", $"This user pool has no role '{role}'.");
        }

        if (row.NormalizedName != to && await db.Roles.AnyAsync(other => other.NormalizedName == to, cancel))
        {
            return new Fault("name", "role_taken", $"This user pool has a role '{name}' already.");
        }

        audit.Add(db, actor, "role_renamed", detail: new Dictionary<string, object?> { ["role"] = role, ["name"] = Changes.Of(row.Name, name) });
        (row.Name, row.NormalizedName, row.ConcurrencyStamp) = (name, to, Guid.NewGuid().ToString());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return row.Id;
    }
}
