using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>Whether a new application could have an authentication address. It tells what creating one would: that it is taken, and not by whom.</summary>
public sealed class CheckAddress(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <returns>What stands in the way; null when nothing does now.</returns>
    public async Task<Fault?> RunAsync(Guid poolId, string address, CancellationToken cancel)
    {
        var wanted = AddressRules.Normalize(address);
        if (AddressRules.Check(wanted) is { } malformed)
        {
            return malformed;
        }

        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await CreateApplication.IsTakenAsync(db, wanted, cancel) ? CreateApplication.AddressTaken(wanted) : null;
    }
}
