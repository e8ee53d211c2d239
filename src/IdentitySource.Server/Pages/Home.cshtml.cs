using IdentitySource.Server.Demo;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>What somebody finds who opens an address by hand: what it is, and where its metadata are.</summary>
public sealed class HomeModel(DemoShop shop) : PageModel
{
    public string Issuer { get; private set; } = "";

    public bool HasDemo { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var server = Tenant.Of(HttpContext).Server;
        Issuer = server.Issuer;
        HasDemo = server.OnlyApplication is null && await shop.FindKeysAsync(server.PoolId, cancel) is not null;
    }
}
