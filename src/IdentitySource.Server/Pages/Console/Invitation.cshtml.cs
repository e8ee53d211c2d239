using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console;

/// <summary>
/// Follows an invitation. Whether the address has an account already is not said: who has one gives its password, who has none
/// chooses it, in the same field.
/// </summary>
[Open]
public sealed class InvitationModel(AcceptInvitation accept, ConsoleSignIn signIn, KnownDevices devices, IStringLocalizer<ConsoleTexts> text) : PageModel
{
    internal ConsoleInvitationView? View { get; private set; }

    [FromQuery(Name = "link")]
    public string Link { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await accept.FindAsync(Link, cancel) is { } invitation ? Show(invitation, null) : Dead();

    public async Task<IActionResult> OnPostAsync(string? password, CancellationToken cancel)
    {
        if (await accept.FindAsync(Link, cancel) is not { } invitation)
        {
            return Dead();
        }

        if (invitation.UserId is not null
            && await signIn.RecogniseAsync(HttpContext, invitation.Email, password ?? "", cancel) is var verdict and not PasswordVerdict.Accepted)
        {
            Response.StatusCode = ConsoleActs.Status(verdict);
            return Show(invitation, text[$"Invitation.{ConsoleActs.Fault(verdict)}"]);
        }

        Actor actor = new("invitation", null, Reference.Of(HttpContext), HttpContext.Connection.RemoteIpAddress?.ToString(), UserAgent.Of(HttpContext));
        if ((await accept.RunAsync(actor, Link, invitation.UserId, password ?? "", cancel)).Refused(out var faults, out _))
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return faults[0].Field == "password" ? Show(invitation, text["Fault." + faults[0].Reason, [.. faults[0].Values]]) : Dead();
        }

        if (await signIn.StartAsync(HttpContext, invitation.Email, password ?? "", cancel) is PasswordVerdict.Accepted(var person))
        {
            devices.Remember(HttpContext, person.PoolId, person.UserId);
        }

        return new Instead(new SeeOther($"{ConsoleRoutes.Root}/{invitation.PoolSlug}"));
    }

    private PageResult Show(Invitation invitation, string? fault)
    {
        View = new ConsoleInvitationView(
            $"{ConsoleRoutes.Root}/invitation?link={Uri.EscapeDataString(Link)}", invitation.PoolName, invitation.Role.Name(), invitation.Email, fault) { PasswordMinLength = invitation.PasswordMinLength };
        return Page();
    }

    private static Instead Dead() => new(new HostedPage(new NoticeView(NoticeKind.InvitationDead), StatusCodes.Status410Gone));
}
