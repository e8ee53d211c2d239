using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>
/// A page of one application: it is found by its client id, the heading says which it is, and below that stands what it proves itself
/// with. The forms there are answered by <see cref="ApplicationTab"/>.
/// </summary>
public abstract class ApplicationPage(FindApplication find) : ConsolePage<ApplicationTexts>
{
    private static readonly string[] TabPaths = [QuickStartModel.Path, "", "identity-provider", "authorization", "access-control", "login-status", "preview", "try", "logs", "changes", "delete"];

    /// <summary>They change the application, or show what is known of people, or tokens.</summary>
    private static readonly string[] NotForViewers = ["preview", "try", "delete"];

    private static readonly string[] GraceSeconds = ["0", "3600", "86400", "604800"];

    [FromRoute(Name = "application")]
    public string Key { get; set; } = "";

    public ApplicationDetail Application { get; private set; } = null!;

    /// <summary>How long a secret may go on beside the one that replaces it, in seconds.</summary>
    public IEnumerable<PickOption> Graces => GraceSeconds.Select(seconds => new PickOption(seconds, Text["Grace." + seconds]));

    /// <summary>The application's secret, once it was revealed.</summary>
    public string? Secret { get; protected set; }

    public bool MayChange => May(ConsoleRole.Administrator);

    public bool IsTrying => Tab == "try";

    /// <summary>Where the forms of the secret are posted: this tab as it is shown.</summary>
    public virtual string Here => Request.Path + QueryString.Create(Request.Query.Where(each => each.Key is not ("handler" or "done")));

    /// <summary>The last part of this tab's address; empty for that of the configuration.</summary>
    protected abstract string Tab { get; }

    /// <param name="path">Below the application: <c>At("authorization")</c>.</param>
    public string At(string path = "") => Visit.At($"applications/{Application.ClientId}/{path}");

    /// <param name="handler">Of a form in the head of each tab.</param>
    public string To(string handler) => QueryHelpers.AddQueryString(Here, "handler", handler);

    /// <summary>The page, or 404 where this pool has no such application.</summary>
    protected async Task<IActionResult> ShowAsync(CancellationToken cancel, IReadOnlyList<Fault>? faults = null)
    {
        if (await FoundAsync(cancel) is not { } application)
        {
            return NotFound();
        }

        Application = application;
        Frame.Title = application.Name;
        Frame.Badge = application.Enabled ? new ConsoleBadge(Text["Type." + application.Type]) : new ConsoleBadge(Text["Disabled"], "warn");
        Frame.Crumbs = [new ConsoleLink(Text["List.Title"], Visit.At("applications"))];
        Frame.Head = new ConsolePart("/Pages/Console/Applications/_Identity.cshtml", this);
        Frame.Tabs =
        [
            .. TabPaths.Where(path => MayChange || !NotForViewers.Contains(path)).Select(path => new ConsoleLink(Text["Tab." + (path.Length == 0 ? "configuration" : path)], At(path), path == Tab)),
        ];
        await FillAsync(cancel);
        return faults is null ? Page() : Refuse(faults);
    }

    /// <summary>Null where this pool has no such application.</summary>
    protected Task<ApplicationDetail?> FoundAsync(CancellationToken cancel) => find.RunAsync(Pool.Id, Key, cancel);

    /// <summary>Loads what the tab shows beside the application itself.</summary>
    protected virtual Task FillAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Shown again with what is wrong, or on to the page itself with a notice.</summary>
    protected async Task<IActionResult> AfterAsync<T>(Outcome<T> outcome, string notice, CancellationToken cancel) =>
        outcome.Refused(out var faults, out _) ? await ShowAsync(cancel, faults) : Done(notice);
}
