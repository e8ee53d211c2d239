using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.UserPools;

/// <summary>All user pools of the deployment, for operators: the way from one to the next.</summary>
[Needs(ConsoleRole.Operator)]
public sealed class IndexModel(ListPools list) : ConsolePage<UserPoolsTexts>
{
    [FromQuery(Name = "search")]
    public string? Search { get; set; }

    public PoolPage Found { get; private set; } = new([], null);

    public async Task OnGetAsync(string? after, CancellationToken cancel) => Found = await list.RunAsync(Search, after, cancel);
}
