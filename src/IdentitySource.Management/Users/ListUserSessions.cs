using IdentitySource.Storage;
using IdentitySource.Storage.Stores;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>Where a person is signed in, the latest seen first.</summary>
public sealed class ListUserSessions(IDbContextFactory<IdentitySourceDb> contexts, SessionPolicy policy, TimeProvider clock)
{
    /// <summary>A person has a handful; somebody who has more is not a person.</summary>
    public const int Most = 200;

    public async Task<IReadOnlyList<UserSession>> RunAsync(Guid poolId, Guid userId, CancellationToken cancel)
    {
        var (now, idleSince) = (clock.GetUtcNow(), clock.GetUtcNow() - policy.Idle);
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Sessions.AsNoTracking()
            .Where(row => row.UserId == userId && row.EndedAt == null && row.ExpiresAt > now && row.LastSeenAt > idleSince)
            .OrderByDescending(row => row.LastSeenAt)
            .Take(Most)
            .Select(row => new UserSession(row.Id, row.AuthenticatedAt, row.LastSeenAt, row.Methods, row.RemoteAddress, row.UserAgent)
            {
                Application = db.Applications.Where(application => application.Id == row.ApplicationId).Select(application => application.Name).FirstOrDefault(),
            })
            .ToListAsync(cancel);
    }
}

/// <param name="Methods">RFC 8176 names, space separated.</param>
public sealed record UserSession(Guid Id, DateTimeOffset AuthenticatedAt, DateTimeOffset LastSeenAt, string Methods, string? RemoteAddress, string? UserAgent)
{
    /// <summary>The one that it is for; null: for all.</summary>
    public string? Application { get; init; }
}
