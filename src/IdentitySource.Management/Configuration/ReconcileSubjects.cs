using IdentitySource.Management.Audit;
using IdentitySource.Management.Permissions;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>Roles and groups, which rules and access entries speak of.</summary>
internal static class ReconcileSubjects
{
    public static async Task<Subjects> RunAsync(Reconciliation work, PoolConfiguration wanted, CancellationToken cancel)
    {
        var roles = await work.Db.Roles.ToDictionaryAsync(role => role.NormalizedName!, cancel);
        var groups = await work.Db.Groups.ToDictionaryAsync(group => group.Code, cancel);
        work.Unmentioned.AddRange(roles.Where(role => !wanted.Roles.Any(each => LookupNames.Of(each.Name) == role.Key)).Select(role => $"role {role.Value.Name}"));
        work.Unmentioned.AddRange(groups.Keys.Except(wanted.Groups.Select(each => each.Code)).Select(code => $"group {code}"));
        work.RefuseRepeated("roles", wanted.Roles.Select(role => role.Name));
        work.RefuseRepeated("groups", wanted.Groups.Select(group => group.Code));
        foreach (var role in wanted.Roles)
        {
            Add(work, roles, role);
        }

        foreach (var group in wanted.Groups)
        {
            Set(work, groups, group);
        }

        return new Subjects(roles, groups);
    }

    private static void Add(Reconciliation work, Dictionary<string, Role> roles, RoleConfiguration wanted)
    {
        if (!PermissionNames.IsName(wanted.Name) || LookupNames.Of(wanted.Name) is not { } normalized)
        {
            work.Faults.Add(new Fault($"roles[{wanted.Name}]", "role_malformed", "A role's name has letters, digits, '.', '_' and '-', 100 at most, and begins with a letter or digit."));
            return;
        }

        if (roles.ContainsKey(normalized))
        {
            return;
        }

        Role row = new()
        {
            PoolId = work.Db.PoolId,
            Id = Guid.CreateVersion7(work.Now),
            Name = wanted.Name,
            NormalizedName = normalized,
            ConcurrencyStamp = Guid.NewGuid().ToString(),
        };
        roles[normalized] = row;
        work.Db.Roles.Add(row);
        work.Create("role", wanted.Name);
        work.Record("role_created", new() { ["role"] = wanted.Name });
    }

    private static void Set(Reconciliation work, Dictionary<string, Group> groups, GroupConfiguration wanted)
    {
        var found = groups.GetValueOrDefault(wanted.Code);
        var shown = LookupNames.Composed(wanted.Name ?? found?.Name ?? wanted.Code) ?? "";
        if (!PermissionNames.IsName(wanted.Code) || shown.Length is 0 or > 200 || !LookupNames.IsPlain(shown))
        {
            work.Faults.Add(new Fault(
                $"groups[{wanted.Code}]", "group_malformed", "A group's code has letters, digits, '.', '_' and '-', 100 at most; its name 200 visible characters at most."));
        }
        else if (found is null)
        {
            Group row = new() { PoolId = work.Db.PoolId, Id = Guid.CreateVersion7(work.Now), Code = wanted.Code, Name = shown, CreatedAt = work.Now };
            groups[row.Code] = row;
            work.Db.Groups.Add(row);
            work.Create("group", wanted.Code);
            work.Record("group_created", new() { ["group"] = wanted.Code });
        }
        else if (found.Name != shown)
        {
            work.Update("group", wanted.Code, new Dictionary<string, SettingDifference> { ["name"] = new(found.Name, shown) });
            work.Record("group_renamed", new() { ["group"] = wanted.Code, ["name"] = Changes.Of(found.Name, shown) });
            found.Name = shown;
        }
    }
}

/// <summary>Those that are there after it.</summary>
internal sealed record Subjects(IReadOnlyDictionary<string, Role> Roles, IReadOnlyDictionary<string, Group> Groups)
{
    /// <summary>Whom one of the two names; a fault when neither or both are given, or nobody has the name.</summary>
    public Outcome<(SubjectKind Kind, Guid Id, string Name)> Find(string? role, string? group) => (role, group) switch
    {
        ({ } name, null) when Roles.TryGetValue(LookupNames.Of(name) ?? "", out var found) => (SubjectKind.Role, found.Id, $"role {found.Name}"),
        ({ } name, null) => new Fault("role", "role_unknown", $"There is no role '{name}', neither in the file nor in the user pool."),
        (null, { } code) when Groups.TryGetValue(code, out var found) => (SubjectKind.Group, found.Id, $"group {found.Code}"),
        (null, { } code) => new Fault("group", "group_unknown", $"There is no group '{code}', neither in the file nor in the user pool."),
        _ => new Fault("role", "configuration_subject_ambiguous", "Name a role or a group, and not both."),
    };
}
