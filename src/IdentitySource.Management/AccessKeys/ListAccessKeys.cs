using System.Globalization;
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

    /// <summary>Some of them, in the order of their AKs.</summary>
    /// <param name="after">The last one of the page before.</param>
    public async Task<Outcome<Paged<ListedAccessKey>>> PageAsync(Guid poolId, string application, Guid? after, int take, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } found)
        {
            return ApplicationChange.Unknown(application);
        }

        var start = after ?? Guid.Empty;
        var rows = await db.AccessKeys.AsNoTracking()
            .Where(row => row.ApplicationId == found.Id && row.Id.CompareTo(start) > 0)
            .OrderBy(row => row.Id)
            .Take(take + 1)
            .Select(row => new ListedAccessKey(row.Id, row.Enabled, row.TokenLifetime, row.Remark, row.CreatedAt, row.LastUsedAt))
            .ToListAsync(cancel);
        return Paged<ListedAccessKey>.Of(rows, take, row => row.AccessKey);
    }
}

public sealed record ListedAccessKey(Guid Id, bool Enabled, int TokenLifetime, string? Remark, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    public string AccessKey => Id.ToString("N");

    /// <summary>What a form hands back, so that a change by somebody else is noticed: all that can be changed, as it was.</summary>
    public string Version => VersionOf(TokenLifetime, Remark);

    internal static string VersionOf(int tokenLifetime, string? remark) => string.Create(CultureInfo.InvariantCulture, $"{tokenLifetime} {remark}");
}
