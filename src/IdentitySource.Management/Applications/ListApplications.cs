using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>The applications of a pool, by name.</summary>
public sealed class ListApplications(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<ListedApplication>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Applications.AsNoTracking()
            .OrderBy(row => row.Name).ThenBy(row => row.Id)
            .Select(row => new ListedApplication(row.Id, row.Name, row.Address, row.Type, row.Enabled, row.RedirectUris, row.GrantTypes, row.ResponseTypes, row.CreatedAt))
            .ToListAsync(cancel);
    }
}

public sealed record ListedApplication(
    Guid Id, string Name, string Address, ApplicationType Type, bool Enabled, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> ResponseTypes, DateTimeOffset CreatedAt)
{
    public string ClientId => Id.ToString("N");
}
