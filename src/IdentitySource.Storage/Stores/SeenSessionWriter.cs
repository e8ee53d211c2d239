using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Stores;

/// <summary>Writes when sessions were last seen.</summary>
public sealed class SeenSessionWriter(SeenSessions seen, IBulkRows rows, IDatabaseFaults faults, TimeProvider clock, ILogger<SeenSessionWriter> log)
    : BatchWriter("Sessions that were seen", TimeSpan.FromSeconds(10), faults, clock, log)
{
    public override async Task<int> WriteAsync(CancellationToken cancel)
    {
        var taken = seen.Take();
        if (taken.Count > 0)
        {
            await rows.SeeSessionsAsync(taken, cancel);
        }

        return taken.Count;
    }
}
