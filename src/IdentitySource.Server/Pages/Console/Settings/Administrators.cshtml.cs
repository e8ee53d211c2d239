using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>Who administers the pool: seen by all of them, changed by its owners.</summary>
public sealed class AdministratorsModel(
    ListAdministrators list, InviteAdministrator invite, ChangeAdministrator change, RevokeInvitation revoke, AddressPlan plan,
    IStringLocalizer<ConsoleTexts> shell) : ConsolePage<SettingsTexts>
{
    public AdministratorList List { get; private set; } = new([], []);

    /// <summary>The one that was just made, with its link.</summary>
    public CreatedInvitation? Invited { get; private set; }

    /// <summary>Whether its link goes by mail as well.</summary>
    public bool Mailed { get; private set; }

    /// <summary>The roles that can be given here.</summary>
    public IReadOnlyList<PickOption> Roles =>
        [.. InviteAdministrator.Roles(Pool.Id, Visit.Visitor.OperatorsPoolId).Select(role => new PickOption(role.Name(), shell["Role." + role.Name()]))];

    public string Address(CreatedInvitation invitation) => plan.PublicOrigin + invitation.Path;

    public async Task OnGetAsync(CancellationToken cancel) => List = await list.RunAsync(Pool.Id, cancel);

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostInviteAsync(string? email, string? role, [FromForm(Name = "by_mail")] bool byMail, CancellationToken cancel)
    {
        if ((await invite.RunAsync(Actor, new NewAdministrator(Pool.Id, email, ConsoleRoles.Parse(role), byMail), cancel)).Refused(out var faults, out var invited))
        {
            return await ShowAsync(faults, cancel);
        }

        // The answer itself shows the link: it is a secret, and is kept nowhere.
        (Invited, Mailed) = (invited, byMail);
        await OnGetAsync(cancel);
        return Page();
    }

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostChangeAsync(Guid person, string? was, string? to, CancellationToken cancel) =>
        (await change.RunAsync(Actor, Name(person, was), ConsoleRoles.Parse(to), cancel)).Refused(out var faults, out _)
            ? await ShowAsync(faults, cancel)
            : Done("administrator_changed");

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostRemoveAsync(Guid person, string? was, CancellationToken cancel) =>
        (await change.RunAsync(Actor, Name(person, was), null, cancel)).Refused(out var faults, out _)
            ? await ShowAsync(faults, cancel)
            : Done("administrator_removed");

    [Needs(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostRevokeAsync(Guid invitation, CancellationToken cancel) =>
        (await revoke.RunAsync(Actor, Pool.Id, invitation, cancel)).Refused(out var faults, out _)
            ? await ShowAsync(faults, cancel)
            : Done("invitation_revoked");

    private AdministratorName Name(Guid person, string? was) => new(Pool.Id, person, ConsoleRoles.Parse(was));

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return Refuse(faults);
    }
}
