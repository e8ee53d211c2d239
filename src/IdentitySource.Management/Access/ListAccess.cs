using IdentitySource.Management.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Access;

/// <summary>Who may sign in to an application: its default and the entries that win over it.</summary>
public sealed class ListAccess(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <param name="application">The client id, or the address.</param>
    public async Task<Outcome<ApplicationAccess>> RunAsync(Guid poolId, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } found)
        {
            return ApplicationChange.Unknown(application);
        }

        var entries = await db.AccessEntries.AsNoTracking()
            .Where(row => row.ApplicationId == found.Id)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .Select(row => new ListedAccessEntry(row.Id, row.SubjectKind, row.SubjectId, row.Allow, row.Enabled))
            .ToListAsync(cancel);
        return new ApplicationAccess(found.AccessByDefault, entries);
    }
}

/// <param name="ByDefault">True: who no entry speaks of may sign in.</param>
public sealed record ApplicationAccess(bool ByDefault, IReadOnlyList<ListedAccessEntry> Entries);

public sealed record ListedAccessEntry(Guid Id, SubjectKind SubjectKind, Guid SubjectId, bool Allow, bool Enabled);
