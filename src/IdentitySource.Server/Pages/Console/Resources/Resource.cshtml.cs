using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Permissions;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages.Console.Applications;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Resources;

/// <summary>One resource: what it is can be changed, but for its code.</summary>
public sealed class ResourceModel(ListResources list, UpdateResource update, DeleteResource delete) : ConsolePage<ApplicationTexts>
{
    [FromRoute(Name = "code")]
    public string Code { get; set; } = "";

    public ListedResource Resource { get; private set; } = null!;

    public bool MayChange => May(ConsoleRole.Administrator);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FoundAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(ResourceType? kind, string? description, string? actions, string? version, CancellationToken cancel)
    {
        ResourceSettings settings = new(kind, description?.Trim() ?? "", FormLines.Words(actions), version);
        if (!(await update.RunAsync(Actor, Pool.Id, Code, settings, cancel)).Refused(out var faults, out _))
        {
            return Done("resource_saved");
        }

        return await FoundAsync(cancel) ? Refuse(faults) : NotFound();
    }

    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancel) =>
        !await FoundAsync(cancel) ? NotFound()
        : (await delete.RunAsync(Actor, Pool.Id, Resource.Code, cancel)).Refused(out var faults, out _) ? Refuse(faults)
        : Done("resource_deleted", "resources");

    private async Task<bool> FoundAsync(CancellationToken cancel)
    {
        Resource = (await list.FindAsync(Pool.Id, Code, cancel))!;
        return Resource is not null;
    }
}
