using IdentitySource.Management.Roles;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages.Console.Groups;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Roles;

/// <summary>The roles of a pool, and a new one.</summary>
public sealed class RolesModel(ListRoles list, CreateRole create) : ConsolePage<GroupsTexts>
{
    public IReadOnlyList<ListedRole> Roles { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken cancel) => (Roles, Next) = await list.PageAsync(Pool.Id, after, cancel);

    public async Task<IActionResult> OnPostAsync(string? name, CancellationToken cancel)
    {
        if (!(await create.RunAsync(Actor, Pool.Id, name?.Trim() ?? "", cancel)).Refused(out var faults, out _))
        {
            return Done("role_created");
        }

        await OnGetAsync(null, cancel);
        return Refuse(faults);
    }
}
