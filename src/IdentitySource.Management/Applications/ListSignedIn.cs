using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>Who is signed in at an application: what sign-ins granted it and is still alive, the latest first.</summary>
public sealed class ListSignedIn(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    private const int AtOnce = 50;

    /// <param name="application">The client id, or the address.</param>
    /// <param name="after">The last one that was seen; null for the first page.</param>
    public async Task<Outcome<SignedInPage>> RunAsync(Guid poolId, string application, string? after, CancellationToken cancel, int take = AtOnce)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } row)
        {
            return ApplicationChange.Unknown(application);
        }

        var alive = Alive(db, row.Id, clock.GetUtcNow());
        if (Guid.TryParseExact(after, "N", out var last))
        {
            alive = alive.Where(authorization => authorization.Id < last);
        }

        var found = await (
            from authorization in alive.OrderByDescending(each => each.Id).Take(take + 1)
            join user in db.Users on authorization.UserId equals user.Id
            join session in db.Sessions on authorization.SessionId equals (Guid?)session.Id into sessions
            from session in sessions.DefaultIfEmpty()
            orderby authorization.Id descending
            select new SignedInEntry(
                authorization.Id, user.Id, user.Name ?? user.UserName ?? user.Email ?? user.PhoneNumber, user.Email, authorization.CreatedAt,
                authorization.Offline, session!.RemoteAddress, session!.UserAgent)).ToListAsync(cancel);
        return found.Count > take ? new SignedInPage(found[..take], found[take - 1].Id.ToString("N")) : new SignedInPage(found, null);
    }

    /// <summary>Offline access outlives its session (OIDC Core §11), anything else ends with it.</summary>
    private static IQueryable<AuthorizationRow> Alive(IdentitySourceDb db, Guid applicationId, DateTimeOffset now) =>
        db.Authorizations.AsNoTracking().Where(row =>
            row.ApplicationId == applicationId && row.RevokedAt == null && row.ExpiresAt > now
            && (row.Offline || row.SessionId == null || db.Sessions.Any(session => session.Id == row.SessionId && session.EndedAt == null && session.ExpiresAt > now)));
}

/// <param name="Next">What the next page begins after; null on the last one.</param>
public sealed record SignedInPage(IReadOnlyList<SignedInEntry> Entries, string? Next);

/// <param name="Id">Of the authorization.</param>
/// <param name="Offline">Whether the application may go on while the person is away.</param>
public sealed record SignedInEntry(
    Guid Id, Guid UserId, string? Name, string? Email, DateTimeOffset Since, bool Offline, string? RemoteAddress, string? UserAgent);
