using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Permissions;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages.Console.Applications;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Resources;

/// <summary>The resources of a user pool: what rules can speak of, and scopes ask for.</summary>
public sealed class PoolResourcesModel(ListResources list, CreateResource create) : ConsolePage<ApplicationTexts>
{
    public IReadOnlyList<ListedResource> Resources { get; private set; } = [];

    public bool MayChange => May(ConsoleRole.Administrator);

    public async Task OnGetAsync(CancellationToken cancel) => Resources = await list.RunAsync(Pool.Id, cancel);

    public async Task<IActionResult> OnPostCreateAsync(string? code, ResourceType? kind, string? description, string? actions, CancellationToken cancel)
    {
        NewResource input = new(
            Pool.Id, code?.Trim() ?? "", kind ?? ResourceType.Api, string.IsNullOrWhiteSpace(description) ? null : description.Trim(), FormLines.Words(actions));
        if (!(await create.RunAsync(Actor, input, cancel)).Refused(out var faults, out _))
        {
            return Done("resource_created");
        }

        Resources = await list.RunAsync(Pool.Id, cancel);
        return Refuse(faults);
    }
}
