using IdentitySource.Management.Users;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>The people of a pool, the latest first, or those that a search finds.</summary>
public sealed class UsersModel(ListUsers list) : UsersPage
{
    public string? Search { get; private set; }

    public IReadOnlyList<ListedUser> Users { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? search, string? after, CancellationToken cancel)
    {
        Search = search;
        if ((await list.RunAsync(Pool.Id, search, after, cancel)).Refused(out _, out var page))
        {
            return BadRequest();
        }

        (Users, Next) = (page.Users, page.Next);
        return Page();
    }
}
