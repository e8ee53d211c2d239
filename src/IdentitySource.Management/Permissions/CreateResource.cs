using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>Makes a resource of a pool, for rules to speak of.</summary>
public sealed class CreateResource(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, NewResource input, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(input.PoolId, cancel);
        if ((await AddAsync(db, actor, input, cancel)).Refused(out var faults, out var row))
        {
            return faults.ToList();
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        changes.Note(input.PoolId, applicationId: null);
        return row.Id;
    }

    /// <summary>Without saving: part of something larger, whose turn it is.</summary>
    internal async Task<Outcome<ResourceRow>> AddAsync(IdentitySourceDb db, Actor actor, NewResource input, CancellationToken cancel)
    {
        var faults = ResourceRules.Check(input).ToList();
        if (await db.Resources.AnyAsync(row => row.Code == input.Code, cancel))
        {
            faults.Add(new Fault("code", "resource_taken", $"This user pool has a resource '{input.Code}' already."));
        }

        if ((await db.UserPools.Where(pool => pool.Id == input.PoolId).Select(pool => pool.CustomScopes).SingleAsync(cancel)).Exists(scope => scope.Name == input.Code))
        {
            // Tokens that hold the scope would pass for ones with the permission.
            faults.Add(new Fault("code", "resource_is_scope", $"'{input.Code}' is a scope of this user pool's own.") { Values = [input.Code] });
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        ResourceRow row = new()
        {
            PoolId = input.PoolId,
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Code = input.Code,
            Type = input.Type,
            Description = input.Description,
            Actions = [.. input.Actions],
            CreatedAt = clock.GetUtcNow(),
        };
        db.Resources.Add(row);
        changes.Add(db, input.PoolId, applicationId: null);
        audit.Add(db, actor, "resource_created", detail: new Dictionary<string, object?> { ["resource"] = row.Code, ["actions"] = row.Actions });
        return row;
    }
}

/// <param name="Description">Shown to people who are asked to consent.</param>
public sealed record NewResource(Guid PoolId, string Code, ResourceType Type, string? Description, IReadOnlyList<string> Actions);
