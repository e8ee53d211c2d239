using IdentitySource.Management.Applications;
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
        var names = await NamesAsync(db, [.. shown.Select(entry => entry.SubjectId)], cancel);
        return new AccessPage(
            [.. shown.Select(entry => new NamedAccessEntry(entry, names.GetValueOrDefault(entry.SubjectId)))],
            rows.Count > take ? shown[^1].SubjectId.ToString("N") : null)
        {
            AllowedByDefault = found.AccessByDefault,
        };
    }

    /// <summary>Ids are nobody else's in the whole deployment, so one look at each table does.</summary>
    private static async Task<Dictionary<Guid, string>> NamesAsync(IdentitySourceDb db, List<Guid> ids, CancellationToken cancel)
    {
        var users = await db.Users.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Select(row => KeyValuePair.Create(row.Id, row.Name ?? row.UserName ?? row.Email ?? row.PhoneNumber)).ToListAsync(cancel);
        var roles = await db.Roles.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => KeyValuePair.Create(row.Id, row.Name)).ToListAsync(cancel);
        var groups = await db.Groups.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => KeyValuePair.Create(row.Id, (string?)row.Name)).ToListAsync(cancel);
        return users.Concat(roles).Concat(groups).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
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
