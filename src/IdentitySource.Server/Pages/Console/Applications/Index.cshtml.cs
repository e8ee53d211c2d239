using IdentitySource.Management.Applications;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The application list of a user pool.</summary>
public sealed class IndexModel(SearchApplications search) : ConsolePage<ApplicationTexts>
{
    public string? Search { get; private set; }

    public FoundApplications Found { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "search")] string? text, [FromQuery(Name = PagerTagHelper.Parameter)] string? after, CancellationToken cancel)
    {
        Search = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        Found = await search.RunAsync(new ApplicationSearch(Pool.Id, Search, after), cancel);
    }
}
