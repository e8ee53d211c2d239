using System.Threading.Channels;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Events;

/// <summary>
/// Where events wait for the next batch. A request never waits here: when the database has been away for so long that the
/// journal is full, its events are counted and let go, because a sign-in matters more than its trace.
/// </summary>
public sealed class EventJournal
{
    private const int Most = 20_000;

    private readonly Channel<EventRow> waiting = Channel.CreateBounded<EventRow>(new BoundedChannelOptions(Most) { SingleReader = true });
    private long lost;

    /// <summary>How many events there was no room for.</summary>
    public long Lost => Interlocked.Read(ref lost);

    internal ChannelReader<EventRow> Waiting => waiting.Reader;

    /// <returns>False when it was let go.</returns>
    public bool Write(EventRow row)
    {
        row.Fit();
        if (waiting.Writer.TryWrite(row))
        {
            return true;
        }

        Interlocked.Increment(ref lost);
        return false;
    }

    /// <summary>Nothing more is taken; what is here is still written.</summary>
    internal void Close() => waiting.Writer.TryComplete();
}
