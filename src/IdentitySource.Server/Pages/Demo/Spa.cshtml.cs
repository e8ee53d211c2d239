using IdentitySource.Server.Demo;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Demo;

/// <summary>The demo single-page application: all it does, its script does in the browser. The server only tells it who it is.</summary>
public sealed class SpaModel(DemoShop shop) : PageModel
{
    internal DemoSpaView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var server = Tenant.Of(HttpContext).Server;
        if (await shop.FindSpaAsync(server.PoolId, cancel) is not { } clientId)
        {
            return NotFound();
        }

        // The pool's shared address: it has the page's own origin in each address mode, as connect-src 'self' wants it.
        View = new DemoSpaView(clientId, server.Issuer);
        return Page();
    }
}
