using IdentitySource.Management.Groups;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Subjects;
using IdentitySource.Management.Users;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>The groups that a person is in and the roles that they have.</summary>
public sealed class MembershipModel(FindUser find, ListMemberships list, ChangeGroupMember groups, ChangeRoleMember roles) : UserPage(find)
{
    public Memberships Memberships { get; private set; } = null!;

    protected override string Tab => "membership";

    public async Task<IActionResult> OnGetAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) && await LoadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostJoinGroupAsync(string user, string? group, CancellationToken cancel) => ChangeGroupAsync(user, group, isMember: true, cancel);

    public Task<IActionResult> OnPostLeaveGroupAsync(string user, string? code, CancellationToken cancel) => ChangeGroupAsync(user, code, isMember: false, cancel);

    public Task<IActionResult> OnPostGiveRoleAsync(string user, string? role, CancellationToken cancel) => ChangeRoleAsync(user, role, isMember: true, cancel);

    public Task<IActionResult> OnPostDropRoleAsync(string user, string? name, CancellationToken cancel) => ChangeRoleAsync(user, name, isMember: false, cancel);

    protected override async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Memberships = await list.RunAsync(Pool.Id, Person.Id, cancel);
        return true;
    }

    private async Task<IActionResult> ChangeGroupAsync(string user, string? code, bool isMember, CancellationToken cancel) =>
        await FoundAsync(user, cancel)
            ? await AnswerAsync(await groups.RunAsync(Actor, Pool.Id, code?.Trim() ?? "", Name.Text, isMember, cancel), "membership_changed", cancel)
            : NotFound();

    private async Task<IActionResult> ChangeRoleAsync(string user, string? name, bool isMember, CancellationToken cancel) =>
        await FoundAsync(user, cancel)
            ? await AnswerAsync(await roles.RunAsync(Actor, Pool.Id, name?.Trim() ?? "", Name.Text, isMember, cancel), "membership_changed", cancel)
            : NotFound();
}
