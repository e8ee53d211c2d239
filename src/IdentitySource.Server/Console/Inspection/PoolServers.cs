using IdentitySource.Management.Applications;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>The authorization servers of one user pool, for the pages of the console, which are at none of their addresses. Another pool's is not found.</summary>
public sealed class PoolServers(TenantBook tenants, AddressPlan plan, FindApplication find)
{
    private static readonly string[] Providers = ["/oidc", "/oauth"];

    public ValueTask<Tenant?> OfApplicationAsync(ApplicationDetail application, CancellationToken cancel) =>
        tenants.FindAsync(new RequestLocation(ServerKind.Application, application.Address, "", ""), cancel);

    /// <param name="serverId">Of the application's or the pool's server, or of the OAuth 2.0 provider beside it.</param>
    public async Task<AuthorizationServer?> FindAsync(PoolSummary pool, Guid serverId, CancellationToken cancel)
    {
        if (await TenantAsync(pool, serverId, cancel) is { } tenant)
        {
            return tenant.Server;
        }

        // The one id is made of the other, and back again the same way.
        return (await TenantAsync(pool, AuthorizationServer.OAuthId(serverId), cancel))?.OAuth?.Server;
    }

    /// <summary>The server whose issuer is that text, byte for byte.</summary>
    public async Task<AuthorizationServer?> FindAsync(PoolSummary pool, string issuer, CancellationToken cancel)
    {
        if (Array.Find(Providers, each => issuer.EndsWith(each, StringComparison.Ordinal)) is not { } provider
            || !Uri.TryCreate(issuer[..^provider.Length], UriKind.Absolute, out var address)
            || !plan.Knows(new HostString(address.Authority), out var label))
        {
            return null;
        }

        var location = label is null ? RequestLocation.OfPath(address.AbsolutePath, AddressPlan.DefaultPool, plan.Mode) : RequestLocation.OfLabel(label, "");
        if (location is null || await tenants.FindAsync(location, cancel) is not { } tenant || tenant.Server.PoolId != pool.Id)
        {
            return null;
        }

        return new[] { tenant.Server, tenant.OAuth?.Server }.FirstOrDefault(server => server?.Issuer == issuer);
    }

    private async Task<Tenant?> TenantAsync(PoolSummary pool, Guid serverId, CancellationToken cancel) =>
        serverId == pool.Id ? await tenants.FindAsync(new RequestLocation(ServerKind.Pool, pool.Slug, "", ""), cancel)
        : await find.RunAsync(pool.Id, serverId.ToString("N"), cancel) is { } application ? await OfApplicationAsync(application, cancel)
        : null;
}
