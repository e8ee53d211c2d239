using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>What every deployment has: the default pool and the operators' pool, each with its keys. Harmless to repeat, also by several at once.</summary>
public sealed class EnsureDeployment(IDbContextFactory<IdentitySourceDb> contexts, SigningKeyStore keys, AuditTrail audit, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        await EnsureAsync(UserPool.DefaultSlug, "Default", cancel);
        await EnsureAsync(UserPool.OperatorsSlug, "Operators", cancel);
    }

    private async Task EnsureAsync(string slug, string name, CancellationToken cancel)
    {
        if (await ExistsAsync(slug, cancel))
        {
            return;
        }

        var now = clock.GetUtcNow();
        UserPool pool = new() { Id = Guid.CreateVersion7(now), Slug = slug, Name = name, CreatedAt = now };
        await using var db = await contexts.ForPoolAsync(pool.Id, cancel);
        db.UserPools.Add(pool);
        keys.AddSet(db, pool.Id, pool.Id);
        audit.Add(db, Actor.Server, "user_pool_created", detail: new Dictionary<string, object?> { ["slug"] = slug });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The slug is unique: of several that start at once one makes the pool, with its keys, or nothing.
            if (!await ExistsAsync(slug, cancel))
            {
                throw;
            }
        }
    }

    private async Task<bool> ExistsAsync(string slug, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.UserPools.AnyAsync(pool => pool.Slug == slug, cancel);
    }
}
