using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Keys;

/// <summary>
/// Moves the keys of one authorization server and algorithm on. It works in the caller's transaction and holds the pool's turn,
/// so that several servers and operators at once make one new key.
/// </summary>
public sealed class KeyRotation(SigningKeyStore keys, TimeProvider clock)
{
    /// <summary>OIDC Core §10.1.1: how long a key is published before it signs, at least the time that relying parties may keep the set.</summary>
    public static readonly TimeSpan LeadTime = TimeSpan.FromHours(1);

    /// <summary>What clocks may differ by, and what a server that has not heard of the rotation yet may still sign.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The next key becomes the one that signs: now if it was published long enough, else as soon as it was. The key before it stays
    /// until the last token it signed is dead, and a new next one is published.
    /// </summary>
    /// <param name="immediately">Do not wait for relying parties to have seen the next key.</param>
    /// <param name="ifSigningSince">Only when the signing key is at least that old and no other is about to take over.</param>
    /// <returns>Null when that condition does not hold (any more).</returns>
    public async Task<Rotation?> RotateAsync(
        IdentitySourceDb db, RingName ring, bool immediately, DateTimeOffset? ifSigningSince, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await TakeTurnAsync(db, ring, cancel);
        var coming = rows.FirstOrDefault(row => row.SignsFrom > now && IsOpen(row));
        var signing = rows.Where(row => row.SignsFrom <= now && !IsOver(row, now)).MaxBy(row => row.SignsFrom);
        if (ifSigningSince is { } limit && signing is not null && (coming is not null || signing.SignsFrom > limit))
        {
            return null;
        }

        var next = coming ?? rows.FirstOrDefault(IsWaiting) ?? AddNext(db, ring, rows, now);
        var published = next.CreatedAt + LeadTime;
        var from = immediately || signing is null || published < now ? now : published;
        next.SignsFrom = from;
        await RetireAsync(db, rows.Where(row => row != next && row.SignsFrom is not null && IsOpen(row)), from, cancel);
        EnsureNext(db, ring, rows, now);
        return new Rotation(next.Kid, from, signing?.Kid);
    }

    /// <summary>Takes a key that is no longer to be trusted out at once: nothing it signed is honoured from here on.</summary>
    /// <returns>False when the pool has no such key, or it is out already.</returns>
    public async Task<bool> RevokeAsync(IdentitySourceDb db, Guid poolId, string kid, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var ring = await db.SigningKeys.AsNoTracking()
            .Where(row => row.PoolId == poolId && row.Kid == kid)
            .Select(row => new RingName(row.PoolId, row.ServerId, row.Algorithm))
            .SingleOrDefaultAsync(cancel);
        var rows = ring is null ? [] : await TakeTurnAsync(db, ring, cancel);
        if (ring is null || rows.Find(row => row.Kid == kid && row.RevokedAt is null) is not { } revoked)
        {
            return false;
        }

        revoked.LastsUntil = revoked.RevokedAt = now;
        if (!rows.Exists(row => row.SignsFrom <= now && IsOpen(row)))
        {
            var next = rows.Find(row => row.SignsFrom > now && IsOpen(row)) ?? rows.Find(IsWaiting) ?? AddNext(db, ring, rows, now);
            next.SignsFrom = now;
        }

        EnsureNext(db, ring, rows, now);
        return true;
    }

    private static async Task<List<SigningKeyRow>> TakeTurnAsync(IdentitySourceDb db, RingName ring, CancellationToken cancel)
    {
        await db.TakeTurnAsync(ring.PoolId, cancel);
        return await db.SigningKeys
            .Where(row => row.PoolId == ring.PoolId && row.ServerId == ring.ServerId && row.Algorithm == ring.Algorithm)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Kid)
            .ToListAsync(cancel);
    }

    private static async Task RetireAsync(IdentitySourceDb db, IEnumerable<SigningKeyRow> rows, DateTimeOffset from, CancellationToken cancel)
    {
        var policies = await db.Applications.AsNoTracking().Select(row => row.Policy).ToListAsync(cancel);
        var longest = policies.SelectMany(policy => new[] { policy.AccessTokenLifetime, policy.IdTokenLifetime })
            .Append(LeadTime).Max();
        foreach (var row in rows)
        {
            row.LastsUntil = from + longest + Skew;
        }
    }

    private void EnsureNext(IdentitySourceDb db, RingName ring, List<SigningKeyRow> rows, DateTimeOffset now)
    {
        if (!rows.Exists(IsWaiting))
        {
            AddNext(db, ring, rows, now);
        }
    }

    private SigningKeyRow AddNext(IdentitySourceDb db, RingName ring, List<SigningKeyRow> rows, DateTimeOffset now)
    {
        var row = keys.New(ring.PoolId, ring.ServerId, ring.Algorithm, now, signsFrom: null);
        db.SigningKeys.Add(row);
        rows.Add(row);
        return row;
    }

    private static bool IsOpen(SigningKeyRow row) => row.LastsUntil is null;

    private static bool IsWaiting(SigningKeyRow row) => row.SignsFrom is null && IsOpen(row);

    private static bool IsOver(SigningKeyRow row, DateTimeOffset now) => row.LastsUntil <= now;
}

/// <summary>The keys of one algorithm at one authorization server.</summary>
public sealed record RingName(Guid PoolId, Guid ServerId, SigningAlgorithm Algorithm)
{
    /// <summary>The application whose server it is; null for the pool's shared one.</summary>
    public Guid? ApplicationId => ServerId == PoolId ? null : ServerId;
}

/// <param name="Kid">The key that signs from <paramref name="SignsFrom"/> on.</param>
/// <param name="RetiredKid">The one that signed until then.</param>
public sealed record Rotation(string Kid, DateTimeOffset SignsFrom, string? RetiredKid);
