using IdentitySource.Storage.Snapshots;
using Xunit;

namespace IdentitySource.Storage.Tests.Snapshots;

public class RememberingALot
{
    private const int Capacity = 40;

    [Fact]
    public async Task A_flood_of_unknown_names_does_not_push_the_known_ones_out()
    {
        SnapshotCache<string, object> cache = new(TimeProvider.System, (_, _) => false, Capacity);
        object known = new();
        await cache.GetAsync("known", 0, _ => Task.FromResult<object?>(known), default);
        for (var name = 0; name < 10 * Capacity; name++)
        {
            Assert.Null(await cache.GetAsync($"unknown-{name}", 0, _ => Task.FromResult<object?>(null), default));
        }

        Assert.Same(known, await cache.GetAsync("known", 0, _ => throw new InvalidOperationException("It was forgotten."), default));
    }

    [Fact]
    public async Task More_than_fits_makes_room_and_what_went_is_loaded_again()
    {
        SnapshotCache<int, object> cache = new(TimeProvider.System, (_, _) => false, Capacity);
        var loads = 0;
        Task<object?> LoadAsync(int key)
        {
            loads++;
            return Task.FromResult<object?>(new object());
        }

        for (var round = 0; round < 2; round++)
        {
            for (var key = 0; key < 3 * Capacity; key++)
            {
                Assert.NotNull(await cache.GetAsync(key, 0, LoadAsync, default));
            }
        }

        Assert.InRange(loads, 5 * Capacity, 6 * Capacity);
    }

    [Fact]
    public async Task A_load_that_fails_is_told_to_all_who_wait_and_tried_again_by_the_next()
    {
        SnapshotCache<int, object> cache = new(TimeProvider.System, (_, _) => false, Capacity);
        TaskCompletionSource<object?> loading = new();
        var waiting = Enumerable.Range(0, 3).Select(_ => cache.GetAsync(1, 0, _ => loading.Task, default).AsTask()).ToList();
        loading.SetException(new InvalidOperationException("away"));
        foreach (var wait in waiting)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => wait);
        }

        Assert.NotNull(await cache.GetAsync(1, 0, _ => Task.FromResult<object?>(new object()), default));
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_end_the_load_for_the_others()
    {
        SnapshotCache<int, object> cache = new(TimeProvider.System, (_, _) => false, Capacity);
        TaskCompletionSource<object?> loading = new();
        using CancellationTokenSource impatient = new();
        var gone = cache.GetAsync(1, 0, _ => loading.Task, impatient.Token).AsTask();
        var patient = cache.GetAsync(1, 0, _ => loading.Task, default).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        object value = new();
        loading.SetResult(value);
        Assert.Same(value, await patient);
    }

    [Fact]
    public async Task What_was_read_before_a_change_never_replaces_what_was_read_after_it()
    {
        ChangeLog changes = new();
        var pool = Guid.NewGuid();
        SnapshotCache<int, string> cache = new(TimeProvider.System, (_, at) => changes.IsStale(pool, null, at), Capacity);
        TaskCompletionSource<string?> slow = new();
        var early = cache.GetAsync(1, changes.Count, _ => slow.Task, default).AsTask();
        changes.Note(pool, null);
        Assert.Equal("new", await cache.GetAsync(1, changes.Count, _ => Task.FromResult<string?>("new"), default));
        slow.SetResult("old");
        Assert.Equal("old", await early);
        Assert.Equal("new", await cache.GetAsync(1, changes.Count, _ => throw new InvalidOperationException("It was replaced."), default));
    }

    [Fact]
    public void A_change_log_that_forgets_calls_everything_before_stale()
    {
        ChangeLog changes = new(capacity: 10);
        var (pool, before) = (Guid.NewGuid(), changes.Count);
        Assert.False(changes.IsStale(pool, null, before));
        for (var each = 0; each < 20; each++)
        {
            changes.Note(Guid.NewGuid(), Guid.NewGuid());
        }

        Assert.True(changes.IsStale(pool, null, before));
        Assert.False(changes.IsStale(pool, null, changes.Count));
    }

    [Fact]
    public void A_pools_change_concerns_its_applications_and_an_applications_change_only_itself()
    {
        ChangeLog changes = new();
        var (pool, app, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var at = changes.Count;
        changes.Note(pool, app);
        Assert.True(changes.IsStale(pool, app, at));
        Assert.False(changes.IsStale(pool, other, at));
        Assert.False(changes.IsStale(pool, null, at));
        Assert.True(changes.IsAnyStale(pool, at));
        changes.Note(pool, null);
        Assert.True(changes.IsStale(pool, other, at));
    }
}
