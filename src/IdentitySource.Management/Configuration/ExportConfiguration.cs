using IdentitySource.Management.Audit;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>A user pool's configuration, in an order that does not depend on when things were made: two exports can be compared.</summary>
public sealed class ExportConfiguration(IDbContextFactory<IdentitySourceDb> contexts, ApplicationSecrets secrets, AuditTrail audit)
{
    /// <param name="withSecrets">The secrets of applications in clear. The audit trail says who took them.</param>
    public async Task<PoolConfiguration> RunAsync(Actor actor, Guid poolId, bool withSecrets, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var pool = await db.UserPools.AsNoTracking().SingleAsync(row => row.Id == poolId, cancel);
        var names = await NamesAsync(db, cancel);
        var access = (await db.AccessEntries.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.ApplicationId);
        var applications = await db.Applications.AsNoTracking().OrderBy(row => row.Address).ToListAsync(cancel);
        var groups = await db.Groups.AsNoTracking().ToListAsync(cancel);
        var resources = await db.Resources.AsNoTracking().ToListAsync(cancel);
        var rules = await db.PermissionRules.AsNoTracking().ToListAsync(cancel);
        audit.Add(db, actor, "configuration_exported", detail: new Dictionary<string, object?> { ["secrets"] = withSecrets });
        await db.SaveChangesAsync(cancel);
        return new PoolConfiguration
        {
            Format = PoolConfiguration.CurrentFormat,
            UserPool = new UserPoolConfiguration { SingleSignOn = pool.SingleSignOn, PasswordMinLength = pool.PasswordMinLength, CustomScopes = [.. pool.CustomScopes.Select(ScopeConfiguration.Of)] },
            Roles = [.. names.Roles.Values.Order(StringComparer.Ordinal).Select(name => new RoleConfiguration(name))],
            Groups = [.. groups.OrderBy(row => row.Code, StringComparer.Ordinal).Select(row => new GroupConfiguration(row.Code, row.Name))],
            Resources = [.. resources.OrderBy(row => row.Code, StringComparer.Ordinal).Select(row => new ResourceConfiguration(row.Code, row.Type, row.Description, row.Actions))],
            Applications = [.. applications.Select(row => ExportedApplication.Of(row, withSecrets ? secrets.Read(row) : null, AccessOf(access[row.Id], names)))],
            Rules = [.. RulesOf(rules, resources.ToDictionary(row => row.Id, row => row.Code), names)],
        };
    }

    private static async Task<Names> NamesAsync(IdentitySourceDb db, CancellationToken cancel) => new(
        await db.Roles.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name!, cancel),
        await db.Groups.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Code, cancel));

    private static List<AccessConfiguration> AccessOf(IEnumerable<AccessEntryRow> entries, Names names) => [.. entries
        .Select(row => (Row: row, Name: names.Of(row.SubjectKind, row.SubjectId)))
        .Where(each => each.Name is not null)
        .OrderBy(each => each.Name!.Value.Role is null).ThenBy(each => each.Name!.Value.Role ?? each.Name.Value.Group, StringComparer.Ordinal)
        .Select(each => new AccessConfiguration(each.Name!.Value.Role, each.Name.Value.Group, each.Row.Allow, each.Row.Enabled))];

    private static IEnumerable<RuleConfiguration> RulesOf(IEnumerable<PermissionRuleRow> rules, Dictionary<Guid, string> resources, Names names) => rules
        .Select(row => (Row: row, Name: names.Of(row.SubjectKind, row.SubjectId)))
        .Where(each => each.Name is not null)
        .Select(each => new RuleConfiguration(
            resources[each.Row.ResourceId], each.Name!.Value.Role, each.Name.Value.Group, each.Row.Instance,
            each.Row.Actions.Count == 0 ? null : [.. each.Row.Actions.Order(StringComparer.Ordinal)], each.Row.Allow))
        .OrderBy(rule => $"{rule.Resource} {rule.Role} {rule.Group} {rule.Id} {rule.Allow}", StringComparer.Ordinal);

    /// <summary>Roles and groups by id.</summary>
    private sealed record Names(Dictionary<Guid, string> Roles, Dictionary<Guid, string> Groups)
    {
        /// <returns>Null for a person or an account, which are not configuration.</returns>
        public (string? Role, string? Group)? Of(SubjectKind kind, Guid id) => kind switch
        {
            SubjectKind.Role when Roles.TryGetValue(id, out var name) => (name, null),
            SubjectKind.Group when Groups.TryGetValue(id, out var code) => (null, code),
            _ => null,
        };
    }
}
