using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>
/// Changes what a resource is. Its code stays, because tokens and rules speak of it. Rules keep the names of actions that it has no
/// more: they permit nothing, and count again when the action comes back.
/// </summary>
public sealed class UpdateResource(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string code, ResourceSettings input, CancellationToken cancel)
    {
        var faults = ResourceRules.Check(input.Actions ?? [], input.Description).ToList();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        if (await db.Resources.SingleOrDefaultAsync(row => row.Code == code, cancel) is not { } row)
        {
            faults.Add(DeleteResource.Unknown(code));
            return faults;
        }

        if (input.Version is { } version && version != ListedResource.VersionOf(row.Type, row.Description, row.Actions))
        {
            return ChangedMeanwhile;
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var before = Texts(row);
        row.Type = input.Type ?? row.Type;
        row.Description = input.Description is null ? row.Description : input.Description.Length == 0 ? null : input.Description;
        row.Actions = input.Actions is null ? row.Actions : [.. input.Actions];
        var changed = Changes.Between(before, Texts(row));
        if (changed.Count == 0)
        {
            return row.Id;
        }

        changes.Add(db, poolId, applicationId: null);
        audit.Add(db, actor, "resource_updated", detail: new Dictionary<string, object?>(changed) { ["resource"] = row.Code });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        changes.Note(poolId, applicationId: null);
        return row.Id;
    }

    private static Fault ChangedMeanwhile { get; } =
        new("resource", "changed_meanwhile", "Somebody else changed the resource at the same time. Look again and repeat.");

    /// <summary>What an audit entry says of it.</summary>
    internal static Dictionary<string, string?> Texts(ResourceRow row) => new()
    {
        ["type"] = row.Type.ToString(),
        ["description"] = row.Description,
        ["actions"] = string.Join(' ', row.Actions),
    };
}

/// <summary>What is null stays as it is.</summary>
/// <param name="Description">Empty: none any more.</param>
/// <param name="Actions">In place of the present ones.</param>
/// <param name="Version">Of what was read for editing; null does not mind.</param>
public sealed record ResourceSettings(ResourceType? Type = null, string? Description = null, IReadOnlyList<string>? Actions = null, string? Version = null);
