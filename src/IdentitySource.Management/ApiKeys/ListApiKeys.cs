using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.ApiKeys;

/// <summary>The keys of a pool's management API, by name; never what they consist of.</summary>
public sealed class ListApiKeys(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<ListedApiKey>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.ApiKeys.AsNoTracking()
            .OrderBy(row => row.Name).ThenBy(row => row.Id)
            .Select(row => new ListedApiKey(row.Id, row.Name, row.Scopes, row.CreatedAt, row.ExpiresAt, row.LastUsedAt, row.CreatedBy))
            .ToListAsync(cancel);
    }
}

/// <param name="CreatedBy">The administrator who made it; null for the command line.</param>
public sealed record ListedApiKey(
    Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, Guid? CreatedBy);
