using System.Runtime.CompilerServices;
using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserImports;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>One import: how far it is, what failed, and a way to stop it. Without scripts the page comes again by itself.</summary>
[Needs(ConsoleRole.Administrator)]
public sealed class ImportDetailModel(ListUserImports imports, ReadImportFaults faults, CancelUserImport cancelImport) : UsersPage
{
    private const int MostShown = 50;

    private const int ReloadSeconds = 5;

    public UserImport Import { get; private set; } = null!;

    public IReadOnlyList<FailedLine> Failed { get; private set; } = [];

    public ConsoleFault Said(Fault fault) => Explain(fault);

    public async Task<IActionResult> OnGetAsync(string import, CancellationToken cancel) => await FoundAsync(import, cancel) ? Page() : NotFound();

    /// <summary>For the page's script.</summary>
    [Unattended]
    public async Task<IActionResult> OnGetProgressAsync(string import, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        return await FoundAsync(import, cancel) ? new JsonResult(new { Import.Percent, Import.Added, Import.Failed, Import.HasEnded }) : NotFound();
    }

    /// <summary>The failed lines as a file.</summary>
    public async Task<IActionResult> OnGetFailedAsync(string import, CancellationToken cancel) =>
        await FoundAsync(import, cancel) ? new TextDownload("failed-lines.csv", "text/csv", LinesAsync(HttpContext.RequestAborted)) : NotFound();

    public async Task<IActionResult> OnPostCancelAsync(string import, CancellationToken cancel)
    {
        if (!await FoundAsync(import, cancel))
        {
            return NotFound();
        }

        return (await cancelImport.RunAsync(Actor, Pool.Id, Import.Id, cancel)).Refused(out var refused, out _) ? Refuse(refused) : Done("import_cancelled");
    }

    private async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        yield return FailedLinesCsv.Header;
        await foreach (var line in faults.RunAsync(Pool.Id, Import.Id, cancel))
        {
            yield return FailedLinesCsv.Line(line);
        }
    }

    private async Task<bool> FoundAsync(string import, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(import, "N", out var id) || await imports.FindAsync(Pool.Id, id, cancel) is not { } found)
        {
            return false;
        }

        Import = found;
        Failed = found.Failed > 0 ? await faults.PageAsync(Pool.Id, id, 0, MostShown, cancel) : [];
        Frame.Title = found.FileName;
        Frame.Lead = found.DryRun ? Text["Import.IsDryRun"].Value : null;
        Frame.Badge = Text.Badge(found);
        Frame.ReloadSeconds = found.HasEnded ? null : ReloadSeconds;
        Frame.Crumbs = [new ConsoleLink(Text["Users.Title"], Visit.At("users")), new ConsoleLink(Text["Import.Title"], Visit.At("users/import"))];
        return true;
    }
}
