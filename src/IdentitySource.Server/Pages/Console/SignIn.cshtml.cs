using System.Globalization;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace IdentitySource.Server.Pages.Console;

/// <summary>The way into the console: identifier and password of a person of the operators' pool.</summary>
[Open]
public sealed class SignInModel(ConsoleSignIn signIn, KnownDevices devices) : PageModel
{
    internal ConsoleSignInView? View { get; private set; }

    [FromQuery(Name = "return")]
    public string? Return { get; set; }

    public IActionResult OnGet() =>
        ConsoleVisit.Find(HttpContext) is null ? Show(null, SignInFault.None) : new Instead(new SeeOther(ConsoleRoutes.Own(Return)));

    public async Task<IActionResult> OnPostAsync(string? identifier, string? password, CancellationToken cancel)
    {
        switch (await signIn.StartAsync(HttpContext, identifier ?? "", password ?? "", cancel))
        {
            case PasswordVerdict.Accepted(var person):
                devices.Remember(HttpContext, person.PoolId, person.UserId);
                return new Instead(new SeeOther(ConsoleRoutes.Own(Return)));

            case PasswordVerdict.SlowDown(var wait) verdict:
                Response.Headers.RetryAfter = new StringValues(((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
                return Show(identifier, ConsoleActs.Fault(verdict), ConsoleActs.Status(verdict));

            case var verdict:
                return Show(identifier, ConsoleActs.Fault(verdict), ConsoleActs.Status(verdict));
        }
    }

    private PageResult Show(string? identifier, SignInFault fault, int status = StatusCodes.Status200OK)
    {
        View = new ConsoleSignInView($"{ConsoleRoutes.Root}/sign-in?return={Uri.EscapeDataString(ConsoleRoutes.Own(Return))}", identifier, fault, Request.Query["done"] == "signed_out");
        Response.StatusCode = status;
        return Page();
    }
}
