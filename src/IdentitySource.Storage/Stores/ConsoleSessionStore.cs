using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Who is signed in to the console. What a person may do there is read with the session at every request, so a role that is taken
/// away is gone at once.
/// </summary>
public sealed class ConsoleSessionStore(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <summary>Without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>However busy.</summary>
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(12);

    /// <summary>Exact enough against an idle time of an hour, and most requests write nothing.</summary>
    private static readonly TimeSpan Coarseness = TimeSpan.FromMinutes(1);

    public async Task<TokenHandle> StartAsync(NewSession start, CancellationToken cancel)
    {
        var handle = TokenHandle.New();
        await using var db = await contexts.ForPoolAsync(start.Person.PoolId, cancel);
        db.ConsoleSessions.Add(new ConsoleSessionRow
        {
            PoolId = start.Person.PoolId,
            Id = Guid.CreateVersion7(start.Now),
            UserId = start.Person.UserId,
            HandleHash = handle.Hash(),
            SecurityStamp = start.Person.SecurityStamp,
            CreatedAt = start.Now,
            LastSeenAt = start.Now,
            ProvenAt = start.Now,
            ExpiresAt = start.Now + Absolute,
            RemoteAddress = start.RemoteAddress,
            UserAgent = start.UserAgent,
        });
        await db.SaveChangesAsync(cancel);
        return handle;
    }

    /// <returns>Null when the session is unknown, ended or expired, when its person is blocked or has other credentials, or has no role left.</returns>
    /// <param name="unattended">Nobody pressed anything: the request does not count against the idle time.</param>
    public async Task<ConsoleSession?> FindAsync(Guid poolId, byte[] handleHash, DateTimeOffset now, CancellationToken cancel, bool unattended = false)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var idleSince = now - Idle;
        var found = await (
            from session in db.ConsoleSessions.AsNoTracking()
            join user in db.Users on session.UserId equals user.Id
            where session.HandleHash == handleHash && session.EndedAt == null && session.ExpiresAt > now && session.LastSeenAt > idleSince
                && session.SecurityStamp == user.SecurityStamp && user.Status == UserStatus.Activated && !user.Blocked
            select new { session.Id, session.UserId, session.LastSeenAt, session.ProvenAt, user.Name, Identifier = user.Email ?? user.UserName ?? user.PhoneNumber })
            .SingleOrDefaultAsync(cancel);
        if (found is null || await RolesAsync(db, found.UserId, cancel) is not { Count: > 0 } roles)
        {
            return null;
        }

        if (!unattended && now - found.LastSeenAt >= Coarseness)
        {
            await db.ConsoleSessions.Where(row => row.Id == found.Id).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.LastSeenAt, now), cancel);
        }

        return new ConsoleSession(found.Id, found.UserId, found.Name, found.Identifier ?? "", found.ProvenAt, roles);
    }

    /// <summary>What the person may do, pool by pool; empty for somebody who is no administrator.</summary>
    public async Task<IReadOnlyList<HeldRole>> RolesAsync(Guid poolId, Guid userId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await RolesAsync(db, userId, cancel);
    }

    /// <summary>The person has proved again who they are. The handle is a new one: one that was stolen before is worth nothing now.</summary>
    /// <returns>Null when the session ended meanwhile.</returns>
    public async Task<TokenHandle?> ProveAsync(Guid poolId, Guid sessionId, DateTimeOffset now, CancellationToken cancel)
    {
        var handle = TokenHandle.New();
        var hash = handle.Hash();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var proven = await db.ConsoleSessions.Where(row => row.Id == sessionId && row.EndedAt == null)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.ProvenAt, now).SetProperty(row => row.HandleHash, hash), cancel);
        return proven == 1 ? handle : null;
    }

    public async Task EndAsync(Guid poolId, Guid sessionId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await db.ConsoleSessions.Where(row => row.Id == sessionId && row.EndedAt == null)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.EndedAt, now).SetProperty(row => row.ExpiresAt, now), cancel);
    }

    private static Task<List<HeldRole>> RolesAsync(IdentitySourceDb db, Guid userId, CancellationToken cancel) =>
        db.Administrators.AsNoTracking().Where(row => row.UserId == userId)
            .Select(row => new HeldRole(row.AdministeredPoolId, row.Role)).ToListAsync(cancel);
}

/// <param name="Identifier">What the person signs in with.</param>
public sealed record ConsoleSession(Guid Id, Guid UserId, string? Name, string Identifier, DateTimeOffset ProvenAt, IReadOnlyList<HeldRole> Roles);

/// <param name="PoolId">The pool that may be administered.</param>
/// <param name="Role">As <see cref="AdministratorRow.Role"/> has it.</param>
public sealed record HeldRole(Guid PoolId, string Role);
