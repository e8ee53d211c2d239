using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Users;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>Deletes a person, once their name has been typed and whoever does it has proved who they are.</summary>
[Needs(ConsoleRole.Administrator)]
public sealed class DeleteModel(FindUser find, DeleteUser delete) : UserPage(find)
{
    protected override string Tab => "delete";

    public async Task<IActionResult> OnGetAsync(string user, CancellationToken cancel) => await FoundAsync(user, cancel) ? Page() : NotFound();

    [Sensitive]
    public async Task<IActionResult> OnPostAsync(string user, string? confirmation, CancellationToken cancel)
    {
        if (!await FoundAsync(user, cancel))
        {
            return NotFound();
        }

        if (confirmation?.Trim() != Person.Identifier)
        {
            return Refuse([new Fault("confirmation", "confirmation_differs", "This is not what the person is called.")]);
        }

        return (await delete.RunAsync(Actor, Name, cancel)).Refused(out var faults, out _) ? Refuse(faults) : Done("user_deleted", "users");
    }
}
