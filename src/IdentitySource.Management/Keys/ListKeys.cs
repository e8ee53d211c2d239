using IdentitySource.Protocol.Jose;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Keys;

/// <summary>The signing keys of a pool's authorization servers and what each is good for now.</summary>
public sealed class ListKeys(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    public async Task<IReadOnlyList<ListedKey>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var addresses = await db.Applications.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Address, cancel);
        var rows = await db.SigningKeys.AsNoTracking()
            .Select(row => new { row.ServerId, row.Algorithm, row.Kid, row.CreatedAt, row.SignsFrom, row.LastsUntil })
            .ToListAsync(cancel);

        return
        [
            .. rows.GroupBy(row => (row.ServerId, row.Algorithm)).SelectMany(ring =>
            {
                var signing = ring.Where(row => row.SignsFrom <= now && !(row.LastsUntil <= now)).MaxBy(row => row.SignsFrom);
                return ring.Select(row => new ListedKey(
                    addresses.GetValueOrDefault(row.ServerId),
                    row.Algorithm,
                    row.Kid,
                    row.LastsUntil <= now ? KeyState.Dead
                    : row == signing ? KeyState.Current
                    : row.SignsFrom is null || row.SignsFrom > now ? KeyState.Next
                    : KeyState.Retired,
                    row.CreatedAt,
                    row.SignsFrom,
                    row.LastsUntil));
            }).OrderBy(key => key.Application, StringComparer.Ordinal).ThenBy(key => key.Algorithm).ThenBy(key => key.State).ThenBy(key => key.CreatedAt),
        ];
    }
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
