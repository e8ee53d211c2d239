using System.Threading.Channels;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Events;

/// <summary>Takes events off the request's path; a full journal never holds up a request.</summary>
public sealed class EventJournal
{
    private const int Room = 50_000;

    private readonly Channel<EventRow> rows = Channel.CreateBounded<EventRow>(new BoundedChannelOptions(Room) { SingleReader = true });

    public ChannelReader<EventRow> Rows => rows.Reader;

    /// <returns>False when the journal is full.</returns>
    public bool Write(EventRow row) => rows.Writer.TryWrite(row);
}
