using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Counts tries within a window. The count is taken before the try is looked at, by one statement, so that a hundred tries at
/// once on several servers are a hundred.
/// </summary>
public sealed class AttemptCounter(Database database, AttemptStatements sql)
{
    /// <param name="key">SHA-256 of what is counted.</param>
    /// <param name="window">From the first try on; after it the count starts anew.</param>
    /// <returns>This try's number in the window, from 1 on.</returns>
    public async Task<int> AddAsync(Guid poolId, byte[] key, TimeSpan window, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Add).With("pool", poolId).With("key", key).With("now", now).With("expires_at", now + window);
        return await database.FindAsync(command, static row => row.GetInt32(0), cancel);
    }

    public async Task<int> CountAsync(Guid poolId, byte[] key, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Count).With("pool", poolId).With("key", key).With("now", now);
        return await database.FindAsync(command, static row => row.GetInt32(0), cancel);
    }

    /// <summary>A try that turned out not to be one of those that are counted.</summary>
    public async Task TakeBackAsync(Guid poolId, byte[] key, CancellationToken cancel)
    {
        await using var command = database.Command(sql.TakeBack).With("pool", poolId).With("key", key);
        await database.ExecuteAsync(command, cancel);
    }

    public async Task ClearAsync(Guid poolId, byte[] key, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Clear).With("pool", poolId).With("key", key);
        await database.ExecuteAsync(command, cancel);
    }
}
