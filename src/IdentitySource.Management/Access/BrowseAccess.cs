using IdentitySource.Management.Applications;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Access;

/// <summary>The access entries of an application with the names of whom they speak of, a page at a time along their index.</summary>
public sealed class BrowseAccess(IDbContextFactory<IdentitySourceDb> contexts)
{
    public const int PageSize = 50;

    /// <param name="application">The client id, or the address.</param>
    /// <param name="after">The <see cref="AccessPage.Next"/> of the page before.</param>
    public async Task<Outcome<AccessPage>> RunAsync(Guid poolId, string application, string? after, CancellationToken cancel, int take = PageSize)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } found)
        {
            return ApplicationChange.Unknown(application);
        }

        var from = Guid.TryParseExact(after, "N", out var last) ? last : Guid.Empty;
        var rows = await db.AccessEntries.AsNoTracking()
            .Where(row => row.ApplicationId == found.Id && row.SubjectId.CompareTo(from) > 0)
            .OrderBy(row => row.SubjectId)
            .Take(take + 1)
            .Select(row => new ListedAccessEntry(row.Id, row.SubjectKind, row.SubjectId, row.Allow, row.Enabled))
            .ToListAsync(cancel);
        var shown = rows.Take(take).ToList();
        var names = await db.NamesOfSubjectsAsync([.. shown.Select(entry => entry.SubjectId)], cancel);
        return new AccessPage(
            [.. shown.Select(entry => new NamedAccessEntry(entry, names.GetValueOrDefault(entry.SubjectId)))],
            rows.Count > take ? shown[^1].SubjectId.ToString("N") : null)
        {
            AllowedByDefault = found.AccessByDefault,
        };
    }
}

/// <param name="Next">What the next page begins after; null on the last one.</param>
public sealed record AccessPage(IReadOnlyList<NamedAccessEntry> Entries, string? Next)
{
    /// <summary>Whether everybody may sign in whom no entry speaks of.</summary>
    public bool AllowedByDefault { get; init; }
}

/// <param name="Name">Null when nobody has the id any more.</param>
public sealed record NamedAccessEntry(ListedAccessEntry Entry, string? Name);
