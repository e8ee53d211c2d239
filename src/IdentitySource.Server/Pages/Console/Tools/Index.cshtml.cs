using IdentitySource.Server.Console;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Pages.Console.Tools;

/// <summary>What there is to look into things with.</summary>
public sealed class IndexModel(AddressPlan plan) : ConsolePage<ToolsTexts>
{
    /// <summary>Of the pool's shared server.</summary>
    public string Issuer => AddressPlan.Issuer(plan.PoolAddress(Pool.Slug));

    public void OnGet()
    {
    }
}
