using IdentitySource.Management.Audit;
using IdentitySource.Management.Permissions;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>Resources, and the rules about them.</summary>
internal static class ReconcileResources
{
    public static async Task RunAsync(Reconciliation work, PoolConfiguration wanted, Subjects subjects, CancellationToken cancel)
    {
        var resources = await work.Db.Resources.ToDictionaryAsync(row => row.Code, cancel);
        var scopes = (await work.Db.UserPools.SingleAsync(row => row.Id == work.Db.PoolId, cancel)).CustomScopes.Select(scope => scope.Name).ToHashSet();
        work.Unmentioned.AddRange(resources.Keys.Except(wanted.Resources.Select(each => each.Code)).Select(code => $"resource {code}"));
        work.RefuseRepeated("resources", wanted.Resources.Select(each => each.Code));
        foreach (var each in wanted.Resources)
        {
            Set(work, resources, scopes, each);
        }

        var ids = resources.Values.Select(row => row.Id).ToList();
        var rules = await work.Db.PermissionRules.Where(row => ids.Contains(row.ResourceId) && (row.SubjectKind == SubjectKind.Role || row.SubjectKind == SubjectKind.Group)).ToListAsync(cancel);
        foreach (var each in wanted.Rules)
        {
            Add(work, resources, rules, subjects, each);
        }
    }

    private static void Set(Reconciliation work, Dictionary<string, ResourceRow> resources, HashSet<string> scopes, ResourceConfiguration wanted)
    {
        var found = resources.GetValueOrDefault(wanted.Code);
        NewResource input = new(
            work.Db.PoolId, wanted.Code, wanted.Type ?? found?.Type ?? ResourceType.Api, wanted.Description ?? found?.Description, wanted.Actions ?? found?.Actions ?? []);
        var faults = ResourceRules.Check(input).ToList();
        if (scopes.Contains(wanted.Code))
        {
            faults.Add(new Fault("code", "resource_is_scope", $"'{wanted.Code}' is a scope of this user pool's own.") { Values = [wanted.Code] });
        }

        if (faults.Count > 0)
        {
            work.Refuse($"resources[{wanted.Code}]", faults);
        }
        else if (found is null)
        {
            Add(work, resources, input);
        }
        else
        {
            Alter(work, found, input);
        }
    }

    private static void Add(Reconciliation work, Dictionary<string, ResourceRow> resources, NewResource input)
    {
        ResourceRow row = new()
        {
            PoolId = input.PoolId,
            Id = Guid.CreateVersion7(work.Now),
            Code = input.Code,
            Type = input.Type,
            Description = input.Description,
            Actions = [.. input.Actions],
            CreatedAt = work.Now,
        };
        resources[row.Code] = row;
        work.Db.Resources.Add(row);
        work.Create("resource", row.Code);
        work.Record("resource_created", new() { ["resource"] = row.Code, ["actions"] = row.Actions });
    }

    private static void Alter(Reconciliation work, ResourceRow row, NewResource input)
    {
        Dictionary<string, SettingDifference> differences = [];
        if (row.Type != input.Type)
        {
            differences["type"] = new(row.Type.ToString(), input.Type.ToString());
        }

        if (row.Description != input.Description)
        {
            differences["description"] = new(row.Description, input.Description);
        }

        if (!row.Actions.SequenceEqual(input.Actions))
        {
            differences["actions"] = new(row.Actions, input.Actions);
        }

        if (differences.Count > 0)
        {
            var before = UpdateResource.Texts(row);
            (row.Type, row.Description, row.Actions) = (input.Type, input.Description, [.. input.Actions]);
            work.Update("resource", row.Code, differences);
            work.Record("resource_updated", new(Changes.Between(before, UpdateResource.Texts(row))) { ["resource"] = row.Code });
        }
    }

    private static void Add(Reconciliation work, Dictionary<string, ResourceRow> resources, List<PermissionRuleRow> rules, Subjects subjects, RuleConfiguration wanted)
    {
        var path = $"rules[{wanted.Role ?? wanted.Group} {wanted.Resource}]";
        if (subjects.Find(wanted.Role, wanted.Group).Refused(out var faults, out var subject))
        {
            work.Refuse(path, faults);
            return;
        }

        var resource = resources.GetValueOrDefault(wanted.Resource);
        NewRule input = new(work.Db.PoolId, new(subject.Kind, subject.Name), wanted.Resource, wanted.Id, wanted.Actions ?? [], wanted.Allow);
        var wrong = AddRule.Check(input, resource).ToList();
        if (wrong.Count > 0)
        {
            work.Refuse(path, wrong);
        }
        else if (!rules.Exists(rule => Says(rule, subject.Id, resource!.Id, input)))
        {
            var row = AddRule.NewRow(input, subject.Id, resource!, work.Now);
            rules.Add(row);
            work.Db.PermissionRules.Add(row);
            work.Create("rule", $"{subject.Name}: {(input.Allow ? "allow" : "deny")} {wanted.Resource}:{wanted.Id ?? "*"}:{(input.Actions.Count == 0 ? "*" : string.Join(',', input.Actions))}");
            work.Record("rule_added", AddRule.Detail(row, wanted.Resource));
        }
    }

    private static bool Says(PermissionRuleRow rule, Guid subject, Guid resource, NewRule input) =>
        rule.SubjectId == subject && rule.ResourceId == resource && rule.Instance == input.Instance && rule.Allow == input.Allow
        && rule.Actions.ToHashSet().SetEquals(input.Actions);
}
