using IdentitySource.Protocol.Claims;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>Gives a user pool a scope of its own, which every application of it may ask for.</summary>
public sealed class AddCustomScope(UserPoolChange change)
{
    public Task<Outcome<string>> RunAsync(Actor actor, Guid poolId, CustomScope scope, CancellationToken cancel)
    {
        Dictionary<string, object?> detail = new() { ["scope"] = scope.Name, ["claims"] = scope.Claims.Select(claim => claim.Name) };
        return change.RunAsync<string>(actor, poolId, "custom_scope_added", detail, async (db, pool) =>
        {
            List<CustomScope> scopes = [.. pool.CustomScopes, scope];
            var faults = CustomScopeRules.Check(scopes, scope).ToList();
            if (await db.Resources.AnyAsync(resource => resource.Code == scope.Name, cancel))
            {
                // A token that holds the name would pass for one with the permission.
                faults.Add(new Fault("scope", "scope_is_resource", $"'{scope.Name}' is a resource of this user pool: in a scope its name is a permission.") { Values = [scope.Name] });
            }

            if (faults.Count > 0)
            {
                return faults;
            }

            pool.CustomScopes = scopes;
            return scope.Name;
        }, cancel);
    }
}
