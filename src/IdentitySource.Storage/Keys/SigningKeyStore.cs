using System.Security.Cryptography;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Keys;

/// <summary>Signing keys at rest: private parts only under the master key, each bound to its own row.</summary>
public sealed class SigningKeyStore(IDbContextFactory<IdentitySourceDb> contexts, MasterKey master, SigningKeyMaker make, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim makers = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Every authorization server has a ring of each.</summary>
    public static IReadOnlyList<SigningAlgorithm> Algorithms { get; } = [SigningAlgorithm.RS256, SigningAlgorithm.ES256];

    /// <summary>The first keys of an authorization server: of each algorithm one that signs and one that waits, published ahead.</summary>
    public void AddSet(IdentitySourceDb db, Guid poolId, Guid serverId) => db.SigningKeys.AddRange(NewSet(poolId, serverId, Algorithms));

    /// <inheritdoc cref="AddSet"/>
    public IEnumerable<SigningKeyRow> NewSet(Guid poolId, Guid serverId, IEnumerable<SigningAlgorithm> algorithms)
    {
        var now = clock.GetUtcNow();
        foreach (var algorithm in algorithms)
        {
            yield return New(poolId, serverId, algorithm, now, signsFrom: now);
            yield return New(poolId, serverId, algorithm, now, signsFrom: null);
        }
    }

    /// <summary>As <see cref="AddSet"/>, for servers that have no name yet; a few makers at a time, so that many sets leave cores for requests.</summary>
    public async Task<KeySets> PrepareAsync(Guid poolId, int count, CancellationToken cancel)
    {
        if (count == 0)
        {
            return new KeySets([]);
        }

        await makers.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => new KeySets(Enumerable.Range(0, count).Select(IReadOnlyList<SigningKeyRow> (_) =>
            {
                cancel.ThrowIfCancellationRequested();
                return [.. NewSet(poolId, Guid.Empty, Algorithms)];
            })), cancel);
        }
        finally
        {
            makers.Release();
        }
    }

    /// <summary>The ring as it stands, with the keys past their end that a hint may still be signed by; revoked ones are left out.</summary>
    public async Task<KeyRing> LoadAsync(Guid poolId, Guid serverId, CancellationToken cancel)
    {
        var remembered = clock.GetUtcNow() - KeyKeeper.Remembered;
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var rows = await db.SigningKeys.AsNoTracking()
            .Where(row => row.ServerId == serverId && row.RevokedAt == null && (row.LastsUntil == null || row.LastsUntil > remembered))
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Kid)
            .ToListAsync(cancel);

        return new KeyRing([.. rows.Select(ToRingKey)]);
    }

    public void Dispose() => makers.Dispose();

    internal SigningKeyRow New(Guid poolId, Guid serverId, SigningAlgorithm algorithm, DateTimeOffset now, DateTimeOffset? signsFrom)
    {
        using var key = make(algorithm);
        var clear = key.ExportPkcs8();
        try
        {
            return new SigningKeyRow
            {
                PoolId = poolId,
                Kid = key.Kid,
                ServerId = serverId,
                Algorithm = algorithm,
                ProtectedKey = master.Protect(Purpose(key.Kid), clear),
                CreatedAt = now,
                SignsFrom = signsFrom,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    private RingKey ToRingKey(SigningKeyRow row)
    {
        var clear = master.Unprotect(Purpose(row.Kid), row.ProtectedKey);
        try
        {
            var key = SigningKey.ImportPkcs8(row.Algorithm, clear);
            return new RingKey(key, row.SignsFrom ?? DateTimeOffset.MaxValue, row.LastsUntil ?? DateTimeOffset.MaxValue);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    private static string Purpose(string kid) => "signing-key/" + kid;
}
