using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Pages.Console;

/// <summary>Where a user pool stands: what it still needs, and where it answers.</summary>
public sealed class OverviewModel(DescribePool pools, AddressPlan plan) : ConsolePage<ConsoleTexts>
{
    public PoolProgress Progress { get; private set; } = null!;

    public string Issuer => AddressPlan.Issuer(plan.PoolAddress(Pool.Slug));

    public async Task OnGetAsync(CancellationToken cancel) => Progress = await pools.ProgressAsync(Pool.Id, cancel);
}
