using IdentitySource.Management.Access;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Subjects;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Application access control</i>: the default, and the people, roles and groups that are let in or kept out whatever it says.</summary>
public sealed class AccessControlModel(FindApplication find, BrowseAccess browse, SearchSubjects subjects, UpdateApplication update, AccessActs acts) : ApplicationTab(find)
{
    private static readonly SubjectKind[] Known = [SubjectKind.User, SubjectKind.Role, SubjectKind.Group];

    [FromQuery(Name = PagerTagHelper.Parameter)]
    public string? After { get; set; }

    [FromQuery(Name = "kind")]
    public SubjectKind Kind { get; set; } = SubjectKind.User;

    [FromQuery(Name = "search")]
    public string? Search { get; set; }

    public AccessPage Access { get; private set; } = new([], null);

    /// <summary>Who can be chosen; null while nobody was searched for.</summary>
    public IReadOnlyList<FoundSubject>? Found { get; private set; }

    public IEnumerable<PickOption> Kinds => Known.Select(kind => new PickOption(kind.ToString(), Text["Subject." + kind]));

    protected override string Tab => "access-control";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostDefaultAsync([FromForm(Name = "access_by_default")] bool byDefault, long version, CancellationToken cancel)
    {
        ApplicationSettings settings = new() { PoolId = Pool.Id, Application = Key, Version = version, AccessByDefault = byDefault };
        return await AfterAsync(await update.RunAsync(Actor, settings, cancel), "application_saved", cancel);
    }

    /// <summary>What is not said to be allowed is denied.</summary>
    public async Task<IActionResult> OnPostAddAsync(
        [FromForm(Name = "subject_kind")] SubjectKind kind, [FromForm] string? subject, [FromForm] string? effect, CancellationToken cancel)
    {
        NewAccessEntry input = new(Pool.Id, Key, new SubjectName(kind, subject ?? ""), Allow: effect == "allow");
        return await AfterAsync(await acts.Add.RunAsync(Actor, input, cancel), "application_saved", cancel);
    }

    public async Task<IActionResult> OnPostEnableAsync([FromForm] string? entry, CancellationToken cancel) =>
        await AfterAsync(await acts.Enable.RunAsync(Actor, Pool.Id, entry ?? "", enabled: true, cancel), "application_saved", cancel);

    public async Task<IActionResult> OnPostDisableAsync([FromForm] string? entry, CancellationToken cancel) =>
        await AfterAsync(await acts.Enable.RunAsync(Actor, Pool.Id, entry ?? "", enabled: false, cancel), "application_saved", cancel);

    public async Task<IActionResult> OnPostRemoveAsync([FromForm] string? entry, CancellationToken cancel) =>
        await AfterAsync(await acts.Remove.RunAsync(Actor, Pool.Id, entry ?? "", cancel), "application_saved", cancel);

    protected override async Task FillAsync(CancellationToken cancel)
    {
        Access = (await browse.RunAsync(Pool.Id, Key, After, cancel)).Value ?? Access;
        Found = string.IsNullOrWhiteSpace(Search) || !Known.Contains(Kind) ? null : await subjects.RunAsync(Pool.Id, Kind, Search, cancel);
    }
}

/// <summary>What can be done with the entries of an application.</summary>
public sealed record AccessActs(AddAccessEntry Add, EnableAccessEntry Enable, RemoveAccessEntry Remove);
