using IdentitySource.Server.Demo;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Demo;

/// <summary>The demo single-page application: all it does, its script does in the browser. The server only tells it who it is.</summary>
public sealed class SpaModel(DemoShop shop) : PageModel
{
    public string ClientId { get; private set; } = "";

    /// <summary>The pool's shared address: it has the page's own origin in each address mode, as <c>connect-src 'self'</c> wants it.</summary>
    public string Issuer { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var server = Tenant.Of(HttpContext).Server;
        if (await shop.FindSpaAsync(server.PoolId, cancel) is not { } clientId)
        {
            return NotFound();
        }

        (ClientId, Issuer) = (clientId, server.Issuer);
        return Page();
    }
}
