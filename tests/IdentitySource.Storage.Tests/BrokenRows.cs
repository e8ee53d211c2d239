using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Storage.Tests;

/// <summary>Fails as often as it is told to, and then works.</summary>
/// <param name="afterwards">Whether the rows are written before it fails: the answer is what gets lost.</param>
internal sealed class BrokenRows(IBulkRows rows, Func<Exception> failure, int times = int.MaxValue, bool afterwards = false) : IBulkRows
{
    private int left = times;

    /// <summary>How often it was asked for anything.</summary>
    public int Calls { get; private set; }

    public Task AddEventsAsync(IReadOnlyList<EventRow> events, CancellationToken cancel) => DoAsync(() => rows.AddEventsAsync(events, cancel));

    public Task AddEventAsync(EventRow row, CancellationToken cancel) => DoAsync(() => rows.AddEventAsync(row, cancel));

    public Task CountAsync(DayTally tally, CancellationToken cancel) => DoAsync(() => rows.CountAsync(tally, cancel));

    public Task SeeSessionsAsync(IReadOnlyCollection<SeenSession> sessions, CancellationToken cancel) => DoAsync(() => rows.SeeSessionsAsync(sessions, cancel));

    public Task AddAsync<TRow>(IdentitySourceDb db, IReadOnlyCollection<TRow> added, CancellationToken cancel)
        where TRow : class => DoAsync(() => rows.AddAsync(db, added, cancel));

    public Task UseAccessKeysAsync(IReadOnlyCollection<UsedAccessKey> keys, CancellationToken cancel) => DoAsync(() => rows.UseAccessKeysAsync(keys, cancel));

    private async Task DoAsync(Func<Task> work)
    {
        Calls++;
        var fails = left-- > 0;
        if (!fails || afterwards)
        {
            await work();
        }

        if (fails)
        {
            throw failure();
        }
    }
}
