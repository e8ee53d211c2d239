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

        // Both are judged, also where there is no account: same work, same answers, and tries that count.
        var verdict = await signIn.RecogniseAsync(HttpContext, invitation.Email, password ?? "", cancel);
        if (invitation.UserId is null ? verdict is not PasswordVerdict.Refused(ConsoleSignIn.NoAccount, _) : verdict is not PasswordVerdict.Accepted)
        {
            return verdict is PasswordVerdict.Refused ? Wrong(invitation) : Show(invitation, text[$"Invitation.{ConsoleActs.Fault(verdict)}"], ConsoleActs.Status(verdict));
        }

        Actor actor = new("invitation", null, Reference.Of(HttpContext), HttpContext.Connection.RemoteIpAddress?.ToString(), UserAgent.Of(HttpContext));
        if ((await accept.RunAsync(actor, Link, invitation.UserId, password ?? "", cancel)).Refused(out var faults, out _))
        {
            return faults[0].Reason == "passwords_busy" ? Show(invitation, text["Invitation.Busy"], StatusCodes.Status503ServiceUnavailable)
                : faults[0].Field == "password" ? Wrong(invitation)
                : Dead();
        }

        if (await signIn.StartAsync(HttpContext, invitation.Email, password ?? "", cancel) is PasswordVerdict.Accepted(var person))
        {
            devices.Remember(HttpContext, person.PoolId, person.UserId);
        }

        return new Instead(new SeeOther($"{ConsoleRoutes.Root}/{invitation.PoolSlug}"));
    }

    /// <summary>One text for the wrong password of an account and for one that is too weak for a new one: which of both is told to nobody.</summary>
    private PageResult Wrong(Invitation invitation) => Show(invitation, text["Invitation.WrongPair"], StatusCodes.Status422UnprocessableEntity);

    private PageResult Show(Invitation invitation, string? fault, int status = StatusCodes.Status200OK)
    {
        Response.StatusCode = status;
        View = new ConsoleInvitationView(
            $"{ConsoleRoutes.Root}/invitation?link={Uri.EscapeDataString(Link)}", invitation.PoolName, invitation.Role.Name(), invitation.Email, fault)
        { PasswordMinLength = invitation.PasswordMinLength };
        return Page();
    }

    private static Instead Dead() => new(new HostedPage(new NoticeView(NoticeKind.InvitationDead), StatusCodes.Status410Gone));
}
