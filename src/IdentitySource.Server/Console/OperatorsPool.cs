using IdentitySource.Management.UserPools;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Console;

/// <summary>The pool that the people of the console live in. Its id never changes, so it is looked up once.</summary>
public sealed class OperatorsPool(FindPool pools)
{
    private Guid? known;

    public async ValueTask<Guid> IdAsync(CancellationToken cancel) =>
        known ??= (await pools.RunAsync(UserPool.OperatorsSlug, cancel)) is { Faults.Count: 0, Value: var id }
            ? id
            : throw new InvalidOperationException("This deployment has no operators' pool.");
}
