using System.Text.Json;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>The pool's own settings.</summary>
internal static class ReconcilePool
{
    public static async Task RunAsync(Reconciliation work, UserPoolConfiguration? wanted, CancellationToken cancel)
    {
        var pool = await work.Db.UserPools.SingleAsync(row => row.Id == work.Db.PoolId, cancel);
        Dictionary<string, SettingDifference> differences = [];
        if (wanted?.SingleSignOn is { } single && single != pool.SingleSignOn)
        {
            differences["single_sign_on"] = new(pool.SingleSignOn, single);
            pool.SingleSignOn = single;
            work.Afterwards(token => UpdatePool.EndSessionsAsync(work.Db, work.Now, token));
        }

        if (wanted?.PasswordMinLength is { } length && length != pool.PasswordMinLength)
        {
            work.Refuse("user_pool", UpdatePolicies.CheckMinLength(length) is { } fault ? [fault] : []);
            differences["password_min_length"] = new(pool.PasswordMinLength, length);
            pool.PasswordMinLength = length;
        }

        List<CustomScope>? scopes = wanted?.CustomScopes is { } given ? [.. given.Select(scope => scope.ToScope())] : null;
        if (scopes is not null && JsonSerializer.Serialize(scopes) != JsonSerializer.Serialize(pool.CustomScopes))
        {
            await CheckAsync(work, scopes, cancel);
            differences["custom_scopes"] = new(Names(pool.CustomScopes), Names(scopes));
            pool.CustomScopes = scopes;
        }

        if (differences.Count > 0)
        {
            work.Update("user_pool", pool.Slug, differences);
            work.Record("user_pool_updated", differences.ToDictionary(each => each.Key, each => (object?)new Dictionary<string, object?> { ["before"] = each.Value.Before, ["after"] = each.Value.After }));
        }
    }

    private static async Task CheckAsync(Reconciliation work, IReadOnlyList<CustomScope> scopes, CancellationToken cancel)
    {
        // Of too many one fault is enough: each is compared with all, and the database is asked about all at once.
        var faults = scopes.Take(CustomScopeRules.Most + 1).SelectMany(scope => CustomScopeRules.Check(scopes, scope)).Distinct().ToList();
        if (faults.Count > 0)
        {
            work.Refuse("user_pool.custom_scopes", faults);
            return;
        }

        var names = Names(scopes);
        foreach (var taken in await work.Db.Resources.Where(row => names.Contains(row.Code)).Select(row => row.Code).ToListAsync(cancel))
        {
            work.Faults.Add(new Fault("user_pool.custom_scopes", "scope_is_resource", $"'{taken}' is a resource of this user pool: in a scope its name is a permission.") { Values = [taken] });
        }
    }

    private static List<string> Names(IEnumerable<CustomScope> scopes) => [.. scopes.Select(scope => scope.Name)];
}
