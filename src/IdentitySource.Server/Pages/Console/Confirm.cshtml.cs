using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Console;

/// <summary>Asks again who it is, before a sensitive page is shown.</summary>
[Needs(ConsoleRole.Viewer)]
public sealed class ConfirmModel(ConsoleSignIn signIn) : PageModel
{
    internal ConsoleConfirmView? View { get; private set; }

    [FromQuery(Name = "return")]
    public string? Return { get; set; }

    public PageResult OnGet() => Show(SignInFault.None);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = ConsoleActs.PasswordField)] string? password, CancellationToken cancel)
    {
        var verdict = await signIn.ProveAsync(HttpContext, ConsoleVisit.Of(HttpContext).Visitor, password ?? "", cancel);
        if (verdict is PasswordVerdict.Accepted)
        {
            return new Instead(new SeeOther(ConsoleRoutes.Own(Return)));
        }

        Response.StatusCode = ConsoleActs.Status(verdict);
        return Show(ConsoleActs.Fault(verdict));
    }

    private PageResult Show(SignInFault fault)
    {
        var action = $"{ConsoleRoutes.Root}/confirm?return={Uri.EscapeDataString(ConsoleRoutes.Own(Return))}";
        View = new ConsoleConfirmView(action, ConsoleVisit.Of(HttpContext).Visitor.Session.Identifier) { Fault = fault };
        return Page();
    }
}
