using IdentitySource.Management.Applications;
using IdentitySource.Management.Events;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Pages.Console.Logs;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>A tab with what the events say of one application, newest first, by the index that they have for an application.</summary>
public abstract class ApplicationEventsPage(FindApplication find, ListEvents list, EventWords words) : ApplicationTab(find)
{
    public EventList List { get; private set; } = null!;

    [FromQuery(Name = PagerTagHelper.Parameter)]
    public string? After { get; set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    protected override async Task FillAsync(CancellationToken cancel) => List = await EventList.ReadAsync(
        list, words, new EventQuery { PoolId = Pool.Id, ApplicationId = Application.Id, Administrative = Tab == "changes" }, After, cancel);
}

/// <summary>What people did at the application, what it asked for, and what was refused.</summary>
public sealed class ApplicationLogsModel(FindApplication find, ListEvents list, EventWords words) : ApplicationEventsPage(find, list, words)
{
    protected override string Tab => "logs";
}

/// <summary>What administrators, commands and the server changed about the application.</summary>
public sealed class ApplicationChangesModel(FindApplication find, ListEvents list, EventWords words) : ApplicationEventsPage(find, list, words)
{
    protected override string Tab => "changes";
}
