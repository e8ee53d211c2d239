using System.Collections.Concurrent;

namespace IdentitySource.Storage.Snapshots;

/// <summary>
/// Loaded once and kept until the change log says otherwise. What does not exist is remembered for a moment only, and apart, so
/// that a flood of invented names costs the known ones nothing.
/// </summary>
internal sealed class SnapshotCache<TKey, TValue>(TimeProvider clock, Func<TValue, long, bool> isStale, int capacity = 10_000)
    where TKey : notnull
    where TValue : class
{
    /// <summary>Something just made by another process is seen after this long at the latest.</summary>
    private static readonly TimeSpan AbsenceLifetime = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<TKey, (TValue Value, long ReadAt)> known = new();

    private readonly ConcurrentDictionary<TKey, (long Since, long ReadAt)> absent = new();

    /// <summary>By the count as well: who has heard of a change does not wait for an answer from before it.</summary>
    private readonly ConcurrentDictionary<(TKey Key, long Count), Task<TValue?>> loading = new();

    /// <param name="count">The change log's count, taken before anything is read.</param>
    /// <param name="load">Runs to its end whoever gives up waiting: others may be waiting for it too.</param>
    public ValueTask<TValue?> GetAsync(TKey key, long count, Func<TKey, Task<TValue?>> load, CancellationToken cancel)
    {
        if (known.TryGetValue(key, out var entry) && !isStale(entry.Value, entry.ReadAt))
        {
            return ValueTask.FromResult<TValue?>(entry.Value);
        }

        return absent.TryGetValue(key, out var absence) && absence.ReadAt == count && clock.GetElapsedTime(absence.Since) < AbsenceLifetime
            ? ValueTask.FromResult<TValue?>(null)
            : new ValueTask<TValue?>(LoadOnceAsync(key, count, load).WaitAsync(cancel));
    }

    private Task<TValue?> LoadOnceAsync(TKey key, long count, Func<TKey, Task<TValue?>> load)
    {
        TaskCompletionSource<TValue?> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = loading.GetOrAdd((key, count), mine.Task);
        if (running == mine.Task)
        {
            _ = LoadAsync(key, count, load, mine);
        }

        return running;
    }

    private async Task LoadAsync(TKey key, long count, Func<TKey, Task<TValue?>> load, TaskCompletionSource<TValue?> mine)
    {
        try
        {
            var value = await load(key);
            Keep(key, value, count);
            loading.TryRemove((key, count), out _);
            mine.SetResult(value);
        }
        catch (Exception failure)
        {
            loading.TryRemove((key, count), out _);
            mine.SetException(failure);
        }
    }

    private void Keep(TKey key, TValue? value, long count)
    {
        if (value is null)
        {
            known.TryRemove(key, out _);
            MakeRoom(absent);
            absent[key] = (clock.GetTimestamp(), count);
        }
        else
        {
            absent.TryRemove(key, out _);
            MakeRoom(known);
            known.AddOrUpdate(key, (value, count), (_, other) => other.ReadAt > count ? other : (value, count));
        }
    }

    /// <summary>Every fourth goes, in no order: cheaper than keeping track of use, and whoever is needed comes back with one look-up.</summary>
    private void MakeRoom<T>(ConcurrentDictionary<TKey, T> entries)
    {
        if (entries.Count < capacity)
        {
            return;
        }

        var place = 0;
        foreach (var (key, _) in entries)
        {
            if (place++ % 4 == 0)
            {
                entries.TryRemove(key, out _);
            }
        }
    }
}
