using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.UserPools;

/// <summary>
/// Suspends a user pool, or ends that: nobody signs in to its applications meanwhile, its tokens and API keys are refused, and only
/// operators see it. Nothing is deleted. For operators.
/// </summary>
public sealed class SuspendPool(UserPoolChange change, TimeProvider clock)
{
    public Task<Outcome<bool>> RunAsync(Actor actor, Guid poolId, bool suspended, CancellationToken cancel) =>
        change.RunAsync<bool>(actor, poolId, suspended ? "user_pool_suspended" : "user_pool_resumed", new Dictionary<string, object?>(), (_, pool) =>
        {
            // The one has those who could resume it, the other the deployment's own address.
            if (suspended && pool.Slug is UserPool.OperatorsSlug or UserPool.DefaultSlug)
            {
                return Task.FromResult<Outcome<bool>>(new Fault("pool", "pool_needed", "This deployment needs the user pool itself."));
            }

            pool.SuspendedAt = suspended ? pool.SuspendedAt ?? clock.GetUtcNow() : null;
            return Task.FromResult<Outcome<bool>>(suspended);
        }, cancel);
}
