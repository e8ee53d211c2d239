using System.Collections.Concurrent;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Programmatic access accounts that got a token since the last batch was written: one entry each, however many tokens. What is
/// lost in a crash is some minutes of a time that only people read.
/// </summary>
public sealed class UsedAccessKeys
{
    private const int Most = 50_000;

    private ConcurrentDictionary<(Guid PoolId, Guid Id), DateTimeOffset> waiting = new();

    public void Note(Guid poolId, Guid accessKeyId, DateTimeOffset now)
    {
        // To the minute, as the column says: what comes again within one changes nothing, here or in the row.
        var minute = now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMinute));
        // Counting takes every lock of the dictionary: only what is new here has to be counted.
        if (waiting.TryGetValue((poolId, accessKeyId), out var noted) ? noted != minute : waiting.Count < Most)
        {
            waiting[(poolId, accessKeyId)] = minute;
        }
    }

    public IReadOnlyCollection<UsedAccessKey> Take()
    {
        if (waiting.IsEmpty)
        {
            return [];
        }

        var taken = Interlocked.Exchange(ref waiting, new());
        return [.. taken.Select(each => new UsedAccessKey(each.Key.PoolId, each.Key.Id, each.Value))];
    }
}

public readonly record struct UsedAccessKey(Guid PoolId, Guid Id, DateTimeOffset At);
