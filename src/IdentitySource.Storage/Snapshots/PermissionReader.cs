using System.Collections.Frozen;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>Rows of rules into a <see cref="PermissionBook"/>.</summary>
internal static class PermissionReader
{
    /// <param name="speaking">The rules that speak of the subject.</param>
    public static async Task<PermissionBook> ReadAsync(IQueryable<PermissionRuleRow> speaking, PoolResources resources, CancellationToken cancel)
    {
        var rules = await speaking.AsNoTracking().Select(row => new { row.ResourceId, row.Instance, row.Actions, row.Allow }).ToListAsync(cancel);

        // A resource that was made or deleted since the list was read has no rule in it yet, or none that matters any more.
        return new PermissionBook(resources.ByCode, rules
            .Where(rule => resources.ById.ContainsKey(rule.ResourceId))
            .Select(rule => new PermissionRule(
                resources.ById[rule.ResourceId].Code, rule.Instance, rule.Actions.ToFrozenSet(StringComparer.Ordinal), rule.Allow)));
    }
}
