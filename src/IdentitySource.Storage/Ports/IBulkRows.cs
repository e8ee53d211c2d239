using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Storage.Ports;

/// <summary>What is written in batches off the request's path, in the provider's cheapest way.</summary>
public interface IBulkRows
{
    /// <summary>All of them, with what they add to the counts of their day, or none.</summary>
    Task AddEventsAsync(IReadOnlyList<EventRow> events, CancellationToken cancel);

    /// <summary>One event, counted; an event that is there already is left alone.</summary>
    Task AddEventAsync(EventRow row, CancellationToken cancel);

    /// <summary>Brings <c>last_seen_at</c> forward, never back. A session that somebody else is writing to is skipped.</summary>
    Task SeeSessionsAsync(IReadOnlyCollection<SeenSession> sessions, CancellationToken cancel);

    /// <summary>Adds to the counts of days; for what is no event of the journal.</summary>
    Task CountAsync(DayTally tally, CancellationToken cancel);

    /// <summary>Rows of one entity by the thousand, within the transaction of the context if there is one. Nothing is tracked.</summary>
    Task AddAsync<TRow>(IdentitySourceDb db, IReadOnlyCollection<TRow> rows, CancellationToken cancel)
        where TRow : class;

    /// <summary>Brings <c>last_used_at</c> forward, in the same way.</summary>
    Task UseAccessKeysAsync(IReadOnlyCollection<UsedAccessKey> keys, CancellationToken cancel);
}
