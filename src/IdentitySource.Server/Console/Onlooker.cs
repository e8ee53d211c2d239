using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Events;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Console;

/// <summary>
/// Whether an administrator of the pool looks at a page that is not the console's. Such a page may then say what is registered, and
/// lead to where it is put right; everybody else, a viewer of the console too, sees what strangers see.
/// </summary>
public sealed class Onlooker(ConsoleSignIn signIn, DescribePool pools, AddressPlan plan)
{
    /// <returns>Where the console tells of this request; null for everybody else.</returns>
    public async Task<string?> FindAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Features.Get<Tenant>()?.Server.PoolId is not { } poolId
            || await signIn.FindAsync(http, cancel) is not { } visitor
            || visitor.RoleIn(poolId) < ConsoleRole.Administrator)
        {
            return null;
        }

        var pool = (await pools.ListAsync([poolId], cancel)).Single();
        return $"{plan.PublicOrigin}{ConsoleRoutes.Root}/{pool.Slug}/logs/refusal/{Reference.Of(http)}";
    }
}
