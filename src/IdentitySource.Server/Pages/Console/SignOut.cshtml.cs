using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Console;

/// <summary>The way out. Signed in to applications, the person stays so.</summary>
[Needs(ConsoleRole.Viewer)]
public sealed class SignOutModel(ConsoleSignIn signIn) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signIn.EndAsync(HttpContext, ConsoleVisit.Of(HttpContext).Visitor, cancel);
        return new Instead(new SeeOther($"{ConsoleRoutes.Root}/sign-in?done=signed_out"));
    }
}
