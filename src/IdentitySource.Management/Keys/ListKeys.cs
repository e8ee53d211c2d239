using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Keys;

/// <summary>The signing keys of a pool's authorization servers, or of one of them, and what each is good for now.</summary>
public sealed class ListKeys(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    public async Task<IReadOnlyList<ListedKey>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var addresses = await db.Applications.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Address, cancel);
        return await ReadAsync(db.SigningKeys, addresses, cancel);
    }

    /// <param name="application">Client id or address; null: the pool's shared server.</param>
    public async Task<Outcome<IReadOnlyList<ListedKey>>> OfServerAsync(Guid poolId, string? application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (application is null)
        {
            return await ReadAsync(db.SigningKeys.Where(row => row.ServerId == poolId), [], cancel);
        }

        return await ApplicationChange.FindAsync(db, application, cancel) is { } found
            ? await ReadAsync(db.SigningKeys.Where(row => row.ServerId == found.Id), new() { [found.Id] = found.Address }, cancel)
            : ApplicationChange.Unknown(application);
    }

    private async Task<ListedKey[]> ReadAsync(IQueryable<SigningKeyRow> keys, Dictionary<Guid, string> addresses, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await keys.AsNoTracking()
            .Select(row => new Dates(row.ServerId, row.Algorithm, row.Kid, row.CreatedAt, row.SignsFrom, row.LastsUntil))
            .ToListAsync(cancel);

        return
        [
            .. rows.GroupBy(row => (row.ServerId, row.Algorithm)).SelectMany(ring =>
            {
                var signing = ring.Where(row => row.SignsFrom <= now && !(row.LastsUntil <= now)).MaxBy(row => row.SignsFrom);
                return ring.Select(row => new ListedKey(
                    addresses.GetValueOrDefault(row.ServerId), row.Algorithm, row.Kid, StateOf(row, signing, now), row.CreatedAt, row.SignsFrom, row.LastsUntil));
            }).OrderBy(key => key.Application, StringComparer.Ordinal).ThenBy(key => key.Algorithm).ThenBy(key => key.State).ThenBy(key => key.CreatedAt),
        ];
    }

    private static KeyState StateOf(Dates key, Dates? signing, DateTimeOffset now) =>
        key.LastsUntil <= now ? KeyState.Dead
        : key == signing ? KeyState.Current
        : key.SignsFrom is null || key.SignsFrom > now ? KeyState.Next
        : KeyState.Retired;

    private sealed record Dates(
        Guid ServerId, SigningAlgorithm Algorithm, string Kid, DateTimeOffset CreatedAt, DateTimeOffset? SignsFrom, DateTimeOffset? LastsUntil);
}

/// <param name="Application">The address of the application whose server it is; null for the pool's shared one.</param>
/// <param name="SignsFrom">Null while it waits without a date.</param>
/// <param name="LastsUntil">Null while nothing follows it.</param>
public sealed record ListedKey(
    string? Application, SigningAlgorithm Algorithm, string Kid, KeyState State, DateTimeOffset CreatedAt, DateTimeOffset? SignsFrom, DateTimeOffset? LastsUntil);

public enum KeyState
{
    /// <summary>Signs now.</summary>
    Current,

    /// <summary>Published ahead, signs later.</summary>
    Next,

    /// <summary>Verifies what it signed.</summary>
    Retired,

    /// <summary>Out of the key set.</summary>
    Dead,
}
