using System.Runtime.CompilerServices;
using IdentitySource.Protocol;
using IdentitySource.Storage.Snapshots;

namespace IdentitySource.Server.Tenancy;

/// <summary>Finds the tenant of a location; one object for as long as its snapshot stands, so that what it prepared is reused.</summary>
public sealed class TenantBook(SnapshotStore snapshots, AddressPlan plan)
{
    private readonly ConditionalWeakTable<ServerSnapshot, Tenant> tenants = [];

    /// <summary>Null when no such application or pool exists, or when the pool is suspended.</summary>
    public async ValueTask<Tenant?> FindAsync(RequestLocation location, CancellationToken cancel)
    {
        var snapshot = location.Kind == ServerKind.Application
            ? await snapshots.FindApplicationServerAsync(location.Name, cancel)
            : await snapshots.FindPoolServerAsync(location.Name, cancel);
        return snapshot is null ? null : tenants.GetValue(snapshot, found => Create(found, location));
    }

    private Tenant Create(ServerSnapshot snapshot, RequestLocation location) => new(new AuthorizationServer
    {
        PoolId = snapshot.PoolId,
        Id = snapshot.ServerId,
        Address = location.Kind == ServerKind.Application ? plan.ApplicationAddress(location.Name) : plan.PoolAddress(location.Name),
        Keys = snapshot.Keys,
        OnlyApplication = snapshot.Application,
        CustomScopes = snapshot.CustomScopes,
    })
    {
        SingleSignOn = snapshot.SingleSignOn,
    };
}
