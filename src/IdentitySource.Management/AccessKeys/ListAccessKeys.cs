using IdentitySource.Management.Applications;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.AccessKeys;

/// <summary>The programmatic access accounts of an application, oldest first; never their secrets.</summary>
public sealed class ListAccessKeys(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<Outcome<IReadOnlyList<ListedAccessKey>>> RunAsync(Guid poolId, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } found)
        {
            return ApplicationChange.Unknown(application);
        }

        return await db.AccessKeys.AsNoTracking()
            .Where(row => row.ApplicationId == found.Id)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .Select(row => new ListedAccessKey(row.Id, row.Enabled, row.TokenLifetime, row.Remark, row.CreatedAt, row.LastUsedAt))
            .ToListAsync(cancel);
    }
}

public sealed record ListedAccessKey(Guid Id, bool Enabled, int TokenLifetime, string? Remark, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    public string AccessKey => Id.ToString("N");
}
