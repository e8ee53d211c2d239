using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Groups;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Groups;

/// <summary>A group: its people, its name, its end.</summary>
public sealed class GroupModel(ListGroupMembers list, ChangeGroupMember change, RenameGroup rename, DeleteGroup delete) : ConsolePage<GroupsTexts>
{
    public GroupDetail Group { get; private set; } = null!;

    public MemberList Members => new(Group.People, Visit.At("users"), May(ConsoleRole.Administrator));

    public async Task<IActionResult> OnGetAsync(string group, string? after, CancellationToken cancel) =>
        await FoundAsync(group, Guid.TryParseExact(after, "N", out var place) ? place : null, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(string group, string? user, CancellationToken cancel) =>
        await FoundAsync(group, null, cancel) ? await ChangeAsync(user, isMember: true, cancel) : NotFound();

    public async Task<IActionResult> OnPostRemoveAsync(string group, string? member, CancellationToken cancel) =>
        await FoundAsync(group, null, cancel) ? await ChangeAsync(member, isMember: false, cancel) : NotFound();

    public async Task<IActionResult> OnPostRenameAsync(string group, string? version, string? name, CancellationToken cancel) =>
        !await FoundAsync(group, null, cancel) ? NotFound()
        : (await rename.RunAsync(Actor, Pool.Id, group, version ?? "", name, cancel)).Refused(out var faults, out _) ? Refuse(faults)
        : Done("group_renamed");

    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync(string group, string? confirmation, CancellationToken cancel) =>
        !await FoundAsync(group, null, cancel) ? NotFound()
        : confirmation?.Trim() != Group.Code ? Refuse([new Fault("confirmation", "confirmation_differs", "This is not the group's code.")])
        : (await delete.RunAsync(Actor, Pool.Id, group, cancel)).Refused(out var faults, out _) ? Refuse(faults)
        : Done("group_deleted", "groups");

    private async Task<IActionResult> ChangeAsync(string? user, bool isMember, CancellationToken cancel) =>
        (await change.RunAsync(Actor, Pool.Id, Group.Code, user?.Trim() ?? "", isMember, cancel)).Refused(out var faults, out _) ? Refuse(faults) : Done("members_changed");

    private async Task<bool> FoundAsync(string code, Guid? after, CancellationToken cancel)
    {
        if (await list.RunAsync(Pool.Id, code, after, cancel) is not { } found)
        {
            return false;
        }

        Group = found;
        (Frame.Title, Frame.Crumbs) = (found.Name, [new ConsoleLink(Text["Groups.Title"], Visit.At("groups"))]);
        return true;
    }
}
