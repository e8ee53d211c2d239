using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Keys;

/// <summary>Moves signing keys on: of a whole pool, of one application's server, of one algorithm.</summary>
public sealed class RotateKeys(IDbContextFactory<IdentitySourceDb> contexts, KeyRotation rotation, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Of one ring: each stands in the key set until the last token that it signed is over, and verifiers keep them all.</summary>
    private const int MostLiving = 8;

    public async Task<Outcome<IReadOnlyList<RotatedRing>>> RunAsync(Actor actor, KeysToRotate input, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        var addresses = await db.Applications.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Address, cancel);
        var wanted = input.Application is null ? null : Find(addresses, input.Application);
        if (input.Application is not null && wanted is null)
        {
            return new Fault("application", "application_unknown", $"This user pool has no application '{input.Application}'.");
        }

        var now = clock.GetUtcNow();
        var rings = await db.SigningKeys.AsNoTracking()
            .Where(row => (wanted == null || row.ServerId == wanted) && (!input.SharedOnly || row.ServerId == input.PoolId) && (input.Algorithm == null || row.Algorithm == input.Algorithm))
            .GroupBy(row => new { row.PoolId, row.ServerId, row.Algorithm })
            .Select(ring => new { ring.Key.PoolId, ring.Key.ServerId, ring.Key.Algorithm, Living = ring.Count(row => row.LastsUntil == null || row.LastsUntil > now) })
            .ToListAsync(cancel);

        if (input.Immediately && rings.Any(ring => ring.Living >= MostLiving))
        {
            return new Fault("keys", "keys_too_many", $"A server has {MostLiving} living keys of one algorithm at most: wait until the last tokens of the oldest are over, or revoke one that is not to be trusted.") { Values = [MostLiving] };
        }

        List<RotatedRing> rotated = [];
        foreach (var ring in rings)
        {
            var done = await RotateAsync(actor, new RingName(ring.PoolId, ring.ServerId, ring.Algorithm), input.Immediately, cancel);
            rotated.Add(new RotatedRing(addresses.GetValueOrDefault(ring.ServerId), ring.Algorithm, done.Kid, done.SignsFrom, done.RetiredKid));
        }

        return rotated;
    }

    private static Guid? Find(Dictionary<Guid, string> addresses, string application)
    {
        if (Guid.TryParseExact(application, "N", out var id))
        {
            return addresses.ContainsKey(id) ? id : null;
        }

        var address = AddressRules.Normalize(application);
        return addresses.Where(pair => pair.Value == address).Select(pair => (Guid?)pair.Key).SingleOrDefault();
    }

    private async Task<Rotation> RotateAsync(Actor actor, RingName ring, bool immediately, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(ring.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var rotated = await rotation.RotateAsync(db, ring, immediately, ifSigningSince: null, cancel)
            ?? throw new InvalidOperationException("A rotation without a condition was not done.");
        audit.Add(db, actor, "keys_rotated", ring.ApplicationId, detail: new Dictionary<string, object?>
        {
            ["algorithm"] = ring.Algorithm.Name(),
            ["kid"] = rotated.Kid,
            ["signs_from"] = rotated.SignsFrom,
            ["retired"] = rotated.RetiredKid,
        });
        changes.Add(db, ring.PoolId, ring.ApplicationId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        changes.Note(ring.PoolId, ring.ApplicationId);
        return rotated;
    }
}

/// <param name="Application">Client id or address; null: every server of the pool.</param>
/// <param name="Algorithm">Null: each.</param>
/// <param name="Immediately">The next key signs at once, also where relying parties may not have fetched it yet.</param>
/// <param name="SharedOnly">Of the pool's shared server, and of no application.</param>
public sealed record KeysToRotate(Guid PoolId, string? Application = null, SigningAlgorithm? Algorithm = null, bool Immediately = false, bool SharedOnly = false);

/// <param name="Application">The address of the application whose server it is; null for the pool's shared one.</param>
public sealed record RotatedRing(string? Application, SigningAlgorithm Algorithm, string Kid, DateTimeOffset SignsFrom, string? RetiredKid);
