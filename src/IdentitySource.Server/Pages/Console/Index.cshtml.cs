using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Console;

/// <summary>Leads on to the first user pool of whoever comes; an operator starts in the default one.</summary>
public sealed class IndexModel(DescribePool pools) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var visitor = ConsoleVisit.Of(HttpContext).Visitor;
        var slug = visitor.IsOperator
            ? UserPool.DefaultSlug
            : (await pools.ListAsync(visitor.OwnPools, cancel)).FirstOrDefault(pool => pool.SuspendedAt is null)?.Slug;
        return slug is null ? NotFound() : new Instead(new SeeOther($"{ConsoleRoutes.Root}/{slug}"));
    }
}
