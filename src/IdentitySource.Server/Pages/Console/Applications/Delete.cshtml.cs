using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>Deletes an application, once its address has been typed and whoever does it has proved who they are.</summary>
[Needs(ConsoleRole.Administrator)]
public sealed class DeleteModel(FindApplication find, DeleteApplication delete) : ApplicationTab(find)
{
    protected override string Tab => "delete";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    [Sensitive]
    public async Task<IActionResult> OnPostAsync(string? confirmation, long version, CancellationToken cancel)
    {
        var shown = await ShowAsync(cancel);
        if (shown is NotFoundResult)
        {
            return shown;
        }

        if (confirmation?.Trim() != Application.Address)
        {
            return Refuse([new Fault("confirmation", "confirmation_differs", "This is not its address.")]);
        }

        return (await delete.RunAsync(Actor, Pool.Id, Key, cancel, version)).Refused(out var faults, out _) ? Refuse(faults) : Done("application_deleted", "applications");
    }
}
