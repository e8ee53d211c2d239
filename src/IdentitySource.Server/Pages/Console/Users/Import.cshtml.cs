using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserImports;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>Takes a file of people in, and lists those that were taken in before.</summary>
[Needs(ConsoleRole.Administrator), Upload]
public sealed class ImportModel(CreateUserImport create, ListUserImports list, ImportLimits limits) : UsersPage
{
    public IReadOnlyList<UserImport> Imports { get; private set; } = [];

    public long LargestMegabytes => limits.LargestFile / 1024 / 1024;

    public async Task OnGetAsync(CancellationToken cancel) => Imports = await list.RunAsync(Pool.Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Request.Form.Files["file"] is not { } file)
        {
            return await AgainAsync([new Fault("file", "file_missing", "Choose a file.")], cancel);
        }

        await using var content = file.OpenReadStream();
        NewUserImport input = new(Pool.Id, file.FileName, content, Request.Form["dry_run"] == "true");
        return (await create.RunAsync(Actor, input, worker: null, cancel)).Refused(out var faults, out var id)
            ? await AgainAsync(faults, cancel)
            : Done("import_started", "users/import/" + id.ToString("N"));
    }

    private async Task<IActionResult> AgainAsync(IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return Refuse(faults);
    }
}
