using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;
using IdentitySource.Server.Console;
using IdentitySource.Server.Pages.Console.Applications;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Resources;

/// <summary>The scopes of the user pool's own, and the claims that each releases.</summary>
public sealed class ScopesModel(ListCustomScopes list, AddCustomScope add, RemoveCustomScope remove) : ConsolePage<ApplicationTexts>
{
    public IReadOnlyList<CustomScope> Scopes { get; private set; } = [];

    public bool MayChange => May(ConsoleRole.Administrator);

    public async Task OnGetAsync(CancellationToken cancel) => Scopes = await list.RunAsync(Pool.Id, cancel);

    public async Task<IActionResult> OnPostAddAsync(string? scope, string? description, string? claims, CancellationToken cancel)
    {
        CustomScope input = new(scope?.Trim() ?? "", string.IsNullOrWhiteSpace(description) ? null : description.Trim(), [.. FormLines.Of(claims).Select(ClaimLine.Read)]);
        return await AfterAsync(await add.RunAsync(Actor, Pool.Id, input, cancel), "scope_added", cancel);
    }

    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "removed")] string? scope, CancellationToken cancel) =>
        await AfterAsync(await remove.RunAsync(Actor, Pool.Id, scope ?? "", cancel), "scope_removed", cancel);

    private async Task<IActionResult> AfterAsync(Outcome<string> outcome, string notice, CancellationToken cancel)
    {
        Scopes = await list.RunAsync(Pool.Id, cancel);
        return outcome.Refused(out var faults, out _) ? Refuse(faults) : Done(notice);
    }
}
