using IdentitySource.Protocol.Claims;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>The claims of an application's own, in the order in which they are written.</summary>
public sealed class ListCustomClaims(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <param name="application">The client id, or the address.</param>
    public async Task<Outcome<List<CustomClaim>>> RunAsync(Guid poolId, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await ApplicationChange.FindAsync(db, application, cancel) is { } row
            ? row.Policy.CustomClaims.ToList()
            : ApplicationChange.Unknown(application);
    }
}
