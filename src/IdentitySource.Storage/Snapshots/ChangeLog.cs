using System.Collections.Concurrent;

namespace IdentitySource.Storage.Snapshots;

/// <summary>
/// What has changed since when, by a count of this process's own. Whoever caches something remembers the count from before he read
/// it, so a change that comes while he reads still drops it.
/// </summary>
internal sealed class ChangeLog(int capacity = 10_000)
{
    private readonly ConcurrentDictionary<(Guid Pool, Guid Part), long> changed = new();

    private long count;

    /// <summary>Everything read before this is stale: what is left of entries that were forgotten.</summary>
    private long floor;

    public long Count => Volatile.Read(ref count);

    /// <param name="applicationId">Null: the pool itself, so everything in it.</param>
    public void Note(Guid poolId, Guid? applicationId)
    {
        var at = Interlocked.Increment(ref count);
        if (changed.Count >= capacity)
        {
            Volatile.Write(ref floor, at);
            changed.Clear();
        }

        changed[(poolId, AnyPart)] = at;
        changed[(poolId, applicationId ?? Whole)] = at;
    }

    /// <summary>Whether what was read at <paramref name="count"/> about the application, or about the pool itself, may have changed.</summary>
    public bool IsStale(Guid poolId, Guid? applicationId, long count) =>
        Volatile.Read(ref floor) > count
        || ChangedSince((poolId, Whole), count)
        || (applicationId is { } part && ChangedSince((poolId, part), count));

    /// <summary>Whether anything of the pool has changed.</summary>
    public bool IsAnyStale(Guid poolId, long count) => Volatile.Read(ref floor) > count || ChangedSince((poolId, AnyPart), count);

    private bool ChangedSince((Guid Pool, Guid Part) key, long count) => changed.TryGetValue(key, out var at) && at > count;

    private static readonly Guid Whole = Guid.Empty;

    private static readonly Guid AnyPart = Guid.AllBitsSet;
}
