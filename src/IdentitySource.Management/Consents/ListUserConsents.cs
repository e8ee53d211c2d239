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
}

/// <param name="Scopes">Space separated.</param>
/// <param name="Claims">Asked for one by one, space separated.</param>
/// <param name="GivenAt">Null for an application that shows no consent page.</param>
public sealed record UserConsent(Guid ApplicationId, string Application, string Scopes, string Claims, DateTimeOffset? GivenAt);
