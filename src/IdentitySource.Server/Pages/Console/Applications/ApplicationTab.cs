using IdentitySource.Management.Applications;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>A tab of one application. What stands in the head of each, revealing and refreshing the secret, is done without leaving it.</summary>
public abstract class ApplicationTab(FindApplication find) : ApplicationPage(find)
{
    [Sensitive]
    public async Task<IActionResult> OnPostRevealAsync([FromServices] RevealApplicationSecret reveal, CancellationToken cancel)
    {
        if ((await reveal.RunAsync(Actor, Pool.Id, Key, cancel)).Refused(out var faults, out var secret))
        {
            return await ShowAsync(cancel, faults);
        }

        Secret = secret.Value;
        return await ShowAsync(cancel);
    }

    [Sensitive]
    public async Task<IActionResult> OnPostRefreshSecretAsync([FromServices] RefreshApplicationSecret refresh, int grace, CancellationToken cancel) =>
        await AfterAsync(await refresh.RunAsync(Actor, Pool.Id, Key, TimeSpan.FromSeconds(grace), cancel), "secret_refreshed", cancel);
}
