using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Consents;

/// <summary>What a person has allowed applications, and which have access without having had to ask.</summary>
public sealed class ListUserConsents(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<UserConsent>> RunAsync(Guid poolId, Guid userId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var given = await db.Consents.AsNoTracking()
            .Where(row => row.UserId == userId)
            .Join(db.Applications, row => row.ApplicationId, application => application.Id, (row, application) => new UserConsent(
                application.Id, application.Name, row.Scopes, row.Claims, row.GivenAt))
            .ToListAsync(cancel);
        var withoutAsking = await db.Applications.AsNoTracking()
            .Where(application => !db.Consents.Any(row => row.UserId == userId && row.ApplicationId == application.Id)
                && db.Authorizations.Any(row => row.UserId == userId && row.ApplicationId == application.Id && row.RevokedAt == null))
            .Select(application => new UserConsent(application.Id, application.Name, "", "", null))
            .ToListAsync(cancel);
        return [.. given.Concat(withoutAsking).OrderBy(consent => consent.Application, StringComparer.CurrentCulture)];
    }

    /// <summary>Some of them, in the order of the client ids.</summary>
    /// <param name="after">That of the last one of the page before.</param>
    public async Task<Paged<UserConsent>> PageAsync(Guid poolId, Guid userId, Guid? after, int take, CancellationToken cancel)
    {
        var start = after ?? Guid.Empty;
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var ids = db.Consents.Where(row => row.UserId == userId).Select(row => row.ApplicationId)
            .Union(db.Authorizations.Where(row => row.UserId == userId && row.RevokedAt == null).Select(row => row.ApplicationId));
        var rows = await (
            from id in ids.Where(id => id.CompareTo(start) > 0).OrderBy(id => id).Take(take + 1)
            join application in db.Applications on id equals application.Id
            join row in db.Consents.Where(row => row.UserId == userId) on id equals row.ApplicationId into given
            from consent in given.DefaultIfEmpty()
            orderby id
            select new UserConsent(
                id, application.Name, consent == null ? "" : consent.Scopes, consent == null ? "" : consent.Claims, consent == null ? null : (DateTimeOffset?)consent.GivenAt))
            .ToListAsync(cancel);
        return Paged<UserConsent>.Of(rows, take, row => row.ApplicationId.ToString("N"));
    }
}

/// <param name="Scopes">Space separated.</param>
/// <param name="Claims">Asked for one by one, space separated.</param>
/// <param name="GivenAt">Null for an application that shows no consent page.</param>
public sealed record UserConsent(Guid ApplicationId, string Application, string Scopes, string Claims, DateTimeOffset? GivenAt);
