using System.Collections.Concurrent;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Sessions whose <c>last_seen_at</c> has fallen behind, until the next batch writes them. What gets lost here, by a crash or
/// because there are too many, is only noted again at the session's next request.
/// </summary>
public sealed class SeenSessions
{
    private const int Most = 50_000;

    /// <summary>Against an idle time of days this is exact enough, and spares a write for nearly every request.</summary>
    private static readonly TimeSpan Coarseness = TimeSpan.FromMinutes(5);

    private ConcurrentDictionary<(Guid PoolId, Guid Id), DateTimeOffset> waiting = new();

    /// <param name="last">As the row has it.</param>
    public void Note(Guid poolId, Guid sessionId, DateTimeOffset last, DateTimeOffset now)
    {
        if (now - last >= Coarseness && waiting.Count < Most)
        {
            waiting[(poolId, sessionId)] = now;
        }
    }

    public IReadOnlyCollection<SeenSession> Take()
    {
        if (waiting.IsEmpty)
        {
            return [];
        }

        var taken = Interlocked.Exchange(ref waiting, new());
        return [.. taken.Select(each => new SeenSession(each.Key.PoolId, each.Key.Id, each.Value))];
    }
}

public readonly record struct SeenSession(Guid PoolId, Guid Id, DateTimeOffset At);
