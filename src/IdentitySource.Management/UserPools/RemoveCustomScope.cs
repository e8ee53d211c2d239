namespace IdentitySource.Management.UserPools;

/// <summary>Takes a scope of its own from a user pool: it is granted no more, and releases nothing from now on.</summary>
public sealed class RemoveCustomScope(UserPoolChange change)
{
    public Task<Outcome<string>> RunAsync(Actor actor, Guid poolId, string scope, CancellationToken cancel) =>
        change.RunAsync(actor, poolId, "custom_scope_removed", new Dictionary<string, object?> { ["scope"] = scope }, (_, pool) =>
        {
            var rest = pool.CustomScopes.Where(each => each.Name != scope).ToList();
            var known = rest.Count < pool.CustomScopes.Count;
            pool.CustomScopes = rest;
            return Task.FromResult<Outcome<string>>(known ? scope : new Fault("scope", "scope_unknown", $"This user pool has no scope '{scope}' of its own.") { Values = [scope] });
        }, cancel);
}
