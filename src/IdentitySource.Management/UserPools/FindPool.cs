using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>A user pool by its name in addresses.</summary>
public sealed class FindPool(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<Outcome<Guid>> RunAsync(string slug, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var id = await db.UserPools.Where(pool => pool.Slug == slug).Select(pool => (Guid?)pool.Id).SingleOrDefaultAsync(cancel);
        return id is { } found ? found : new Fault("pool", "pool_unknown", $"There is no user pool '{slug}'.");
    }
}
