using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Roles;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages.Console.Groups;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Roles;

/// <summary>A role: its people, its name, its end.</summary>
public sealed class RoleModel(ListRoleMembers list, ChangeRoleMember change, RenameRole rename, DeleteRole delete) : ConsolePage<GroupsTexts>
{
    public RoleDetail Role { get; private set; } = null!;

    public MemberList Members => new(Role.People, Visit.At("users"), May(ConsoleRole.Administrator));

    public async Task<IActionResult> OnGetAsync(string role, string? after, CancellationToken cancel) =>
        await FoundAsync(role, Guid.TryParseExact(after, "N", out var place) ? place : null, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(string role, string? user, CancellationToken cancel) =>
        await FoundAsync(role, null, cancel) ? await ChangeAsync(user, isMember: true, cancel) : NotFound();

    public async Task<IActionResult> OnPostRemoveAsync(string role, string? member, CancellationToken cancel) =>
        await FoundAsync(role, null, cancel) ? await ChangeAsync(member, isMember: false, cancel) : NotFound();

    /// <summary>On to the new address. Renamed by somebody else meanwhile, the old one does not exist any more.</summary>
    public async Task<IActionResult> OnPostRenameAsync(string role, string? name, CancellationToken cancel) =>
        !await FoundAsync(role, null, cancel) ? NotFound()
        : (await rename.RunAsync(Actor, Pool.Id, role, name?.Trim(), cancel)).Refused(out var faults, out _) ? Refuse(faults)
        : Done("role_renamed", "roles/" + name!.Trim());

    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync(string role, string? confirmation, CancellationToken cancel) =>
        !await FoundAsync(role, null, cancel) ? NotFound()
        : confirmation?.Trim() != Role.Name ? Refuse([new Fault("confirmation", "confirmation_differs", "This is not the role's name.")])
        : (await delete.RunAsync(Actor, Pool.Id, role, cancel)).Refused(out var faults, out _) ? Refuse(faults)
        : Done("role_deleted", "roles");

    private async Task<IActionResult> ChangeAsync(string? user, bool isMember, CancellationToken cancel) =>
        (await change.RunAsync(Actor, Pool.Id, Role.Name, user?.Trim() ?? "", isMember, cancel)).Refused(out var faults, out _) ? Refuse(faults) : Done("members_changed");

    private async Task<bool> FoundAsync(string name, Guid? after, CancellationToken cancel)
    {
        if (await list.RunAsync(Pool.Id, name, after, cancel) is not { } found)
        {
            return false;
        }

        Role = found;
        (Frame.Title, Frame.Crumbs) = (found.Name, [new ConsoleLink(Text["Roles.Title"], Visit.At("roles"))]);
        return true;
    }
}
