using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>The keys of the demonstration's applications, for the pages that play them. Null where they are missing or switched off.</summary>
public sealed class FindDemo(IDbContextFactory<IdentitySourceDb> contexts, ApplicationSecrets secrets)
{
    /// <summary>Whether the demonstration is there and in this pool, so that it can be taken away.</summary>
    public async Task<bool> StandsAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.UserPools.AnyAsync(pool => pool.Id == poolId && pool.Slug == UserPool.DefaultSlug && db.Deployment.Any(row => row.DemoIds.Count > 0), cancel);
    }

    public async Task<DemoKeys?> WebAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var row = await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Address == AddDemo.WebAddress && row.Enabled, cancel);
        return row is not null && secrets.Read(row) is { } secret ? new DemoKeys(row.Id.ToString("N"), secret) : null;
    }

    /// <summary>Of the single-page application, which has no secret: its <c>client_id</c>.</summary>
    public async Task<string?> SpaAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var id = await db.Applications.Where(row => row.Address == AddDemo.SpaAddress && row.Enabled).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancel);
        return id?.ToString("N");
    }
}

/// <summary>What a developer would copy into a configuration file.</summary>
public sealed record DemoKeys(string ClientId, string Secret)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => ClientId;
}
