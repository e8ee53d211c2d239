using IdentitySource.Management.Events;
using IdentitySource.Management.Users;
using IdentitySource.Server.Pages.Console.Logs;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>A tab with what the events say of one person, newest first, by the index that they have for a person.</summary>
public abstract class UserEventsPage(FindUser find, ListEvents list, EventWords words) : UserPage(find)
{
    public EventList List { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string user, string? after, CancellationToken cancel)
    {
        if (!await FoundAsync(user, cancel))
        {
            return NotFound();
        }

        List = await EventList.ReadAsync(list, words, new EventQuery { PoolId = Pool.Id, UserId = Person.Id, Administrative = Tab == "changes" }, after, cancel);
        return Page();
    }
}

/// <summary>What the person did, and what was refused to them.</summary>
public sealed class UserLogsModel(FindUser find, ListEvents list, EventWords words) : UserEventsPage(find, list, words)
{
    protected override string Tab => "logs";
}

/// <summary>What administrators, commands and the server changed about the person.</summary>
public sealed class UserChangesModel(FindUser find, ListEvents list, EventWords words) : UserEventsPage(find, list, words)
{
    protected override string Tab => "changes";
}
