using IdentitySource.Storage.Ports;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Stores;

/// <summary>Writes when programmatic access accounts were last used.</summary>
public sealed class UsedAccessKeyWriter(UsedAccessKeys used, IBulkRows rows, IDatabaseFaults faults, TimeProvider clock, ILogger<UsedAccessKeyWriter> log)
    : BatchWriter("Programmatic access accounts that were used", TimeSpan.FromSeconds(30), faults, clock, log)
{
    public override async Task<int> WriteAsync(CancellationToken cancel)
    {
        var taken = used.Take();
        if (taken.Count > 0)
        {
            await rows.UseAccessKeysAsync(taken, cancel);
        }

        return taken.Count;
    }
}
