using IdentitySource.Management.Events;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>A page of what the events say of one person or one application, newest first: the tabs <i>Logs</i> and <i>Changes</i> of both.</summary>
public sealed class EventList(EventWords words, EventQuery query, EventPage page, IReadOnlyDictionary<string, string> administrators)
{
    public EventWords Words => words;

    public IReadOnlyList<ListedEvent> Events => page.Events;

    public string? Next => page.More ? page.Events[^1].Id.ToString("N") : null;

    /// <summary>What was changed about it, in place of what it did.</summary>
    public bool AreChanges => query.Administrative;

    public bool AreOfPerson => query.UserId is not null;

    /// <param name="query">With the person or the application.</param>
    /// <param name="after">The id that the page before ended with.</param>
    public static async Task<EventList> ReadAsync(ListEvents list, EventWords words, EventQuery query, string? after, CancellationToken cancel)
    {
        var page = await list.RunAsync(query with { Before = Guid.TryParseExact(after, "N", out var before) ? before : null }, cancel);
        var administrators = query.Administrative ? EventWords.Administrators(page.Events) : [];
        return new EventList(words, query, page, await list.NamesOfAsync(administrators, cancel));
    }

    /// <summary>The other one that it is about: at which application, or who.</summary>
    public string? Other(ListedEvent each) =>
        AreOfPerson ? each.ApplicationName ?? each.ApplicationId?.ToString("N") : each.UserName ?? each.UserId?.ToString("N");

    public string Doer(ListedEvent act) => words.Doer(act, administrators);
}
