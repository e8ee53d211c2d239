using IdentitySource.Management.Groups;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Groups;

/// <summary>The groups of a pool, and a new one.</summary>
public sealed class GroupsModel(ListGroups list, CreateGroup create) : ConsolePage<GroupsTexts>
{
    public IReadOnlyList<ListedGroup> Groups { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken cancel) => (Groups, Next) = await list.PageAsync(Pool.Id, after, cancel);

    public async Task<IActionResult> OnPostAsync(string? code, string? name, CancellationToken cancel)
    {
        if (!(await create.RunAsync(Actor, Pool.Id, code?.Trim() ?? "", string.IsNullOrWhiteSpace(name) ? null : name, cancel)).Refused(out var faults, out _))
        {
            return Done("group_created");
        }

        await OnGetAsync(null, cancel);
        return Refuse(faults);
    }
}
