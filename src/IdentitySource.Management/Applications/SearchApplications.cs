using System.Diagnostics.CodeAnalysis;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>Applications of a pool by name, a page at a time: those whose name or address begins with what was typed, or whose client id it is.</summary>
public sealed class SearchApplications(IDbContextFactory<IdentitySourceDb> contexts)
{
    private const int MostAtOnce = 100;

    private const string Sql = "The database compares, not this process.";

    public async Task<FoundApplications> RunAsync(ApplicationSearch search, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(search.PoolId, cancel);
        var rows = await AfterAsync(Matching(db.Applications.AsNoTracking(), search.Text), search.After, db, cancel);
        var take = Math.Clamp(search.Take, 1, MostAtOnce);
        var found = await rows.OrderBy(row => row.Name).ThenBy(row => row.Id).Take(take + 1)
            .Select(row => new ListedApplication(row.Id, row.Name, row.Address, row.Type, row.Enabled, row.RedirectUris, row.GrantTypes, row.ResponseTypes, row.CreatedAt))
            .ToListAsync(cancel);
        return found.Count > take ? new FoundApplications(found[..take], found[take - 1].ClientId) : new FoundApplications(found, null);
    }

    [SuppressMessage("Globalization", "CA1304", Justification = Sql), SuppressMessage("Globalization", "CA1311", Justification = Sql)]
    [SuppressMessage("Performance", "CA1862", Justification = Sql)]
    private static IQueryable<ApplicationRow> Matching(IQueryable<ApplicationRow> rows, string? text)
    {
        if (text?.Trim() is not { Length: > 0 } prefix)
        {
            return rows;
        }

        var id = Guid.TryParseExact(prefix, "N", out var parsed) ? parsed : Guid.Empty;
        var lower = prefix.ToLowerInvariant();
        return rows.Where(row => row.Name.ToLower().StartsWith(lower) || row.Address.StartsWith(lower) || row.Id == id);
    }

    /// <summary>Those behind an entry. When it has been deleted meanwhile there is no place to go on from, and the list begins anew.</summary>
    [SuppressMessage("Globalization", "CA1309", Justification = Sql)]
    private static async Task<IQueryable<ApplicationRow>> AfterAsync(IQueryable<ApplicationRow> rows, string? after, IdentitySourceDb db, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(after, "N", out var id)
            || await db.Applications.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancel) is not { } name)
        {
            return rows;
        }

        return rows.Where(row => string.Compare(row.Name, name) > 0 || (row.Name == name && row.Id > id));
    }
}

/// <param name="Text">The beginning of a name or address, or a client id; null for all.</param>
/// <param name="After">The client id of the last one that was seen.</param>
public sealed record ApplicationSearch(Guid PoolId, string? Text = null, string? After = null, int Take = 50);

/// <param name="Next">What the next page begins after; null on the last one.</param>
public sealed record FoundApplications(IReadOnlyList<ListedApplication> Applications, string? Next);
