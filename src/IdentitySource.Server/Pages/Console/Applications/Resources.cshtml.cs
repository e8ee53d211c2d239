using IdentitySource.Management.Applications;
using IdentitySource.Management.Permissions;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Authorization</i>, resources: what rules can speak of. They are the user pool's, so that applications share them.</summary>
public sealed class ResourcesModel(FindApplication find, ListResources list, CreateResource create, DeleteResource delete) : ApplicationTab(find)
{
    public IReadOnlyList<ListedResource> Resources { get; private set; } = [];

    public IEnumerable<PickOption> Kinds => Enum.GetNames<ResourceType>().Select(kind => new PickOption(kind, Text["ResourceType." + kind]));

    protected override string Tab => "authorization";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostCreateAsync(string? code, ResourceType? kind, string? description, string? actions, CancellationToken cancel)
    {
        NewResource input = new(
            Pool.Id, code?.Trim() ?? "", kind ?? ResourceType.Api, string.IsNullOrWhiteSpace(description) ? null : description.Trim(), FormLines.Words(actions));
        return await AfterAsync(await create.RunAsync(Actor, input, cancel), "resource_created", cancel);
    }

    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync(string? resource, CancellationToken cancel) =>
        await AfterAsync(await delete.RunAsync(Actor, Pool.Id, resource ?? "", cancel), "resource_deleted", cancel);

    protected override async Task FillAsync(CancellationToken cancel) => Resources = await list.RunAsync(Pool.Id, cancel);
}
