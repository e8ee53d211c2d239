using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.UserPools;

/// <summary>Makes a user pool and leads into it.</summary>
[Needs(ConsoleRole.Operator)]
public sealed class NewModel(CreatePool create, AddressPlan plan) : ConsolePage<UserPoolsTexts>
{
    public string Example => AddressPlan.Issuer(plan.PoolAddress("example"));

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? slug, CancellationToken cancel) =>
        (await create.RunAsync(Actor, new NewPool(name ?? "", slug ?? ""), cancel)).Refused(out var faults, out var pool)
            ? Refuse(faults)
            : new Instead(new SeeOther($"{ConsoleRoutes.Root}/{pool.Slug}?done=pool_created"));
}
