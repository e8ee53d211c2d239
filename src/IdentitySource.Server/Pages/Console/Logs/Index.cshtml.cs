using IdentitySource.Management.Events;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>What happened in a user pool, newest first. With scripts, the first page grows by what happens meanwhile.</summary>
public sealed class LogsModel(ListEvents list, EventSubjects subjects, EventWords words, IStringLocalizer<LogsTexts> text) : ConsolePage<LogsTexts>
{
    public EventWords Words => words;

    public EventQuery Query { get; private set; } = null!;

    public IReadOnlyList<ListedEvent> Events { get; private set; } = [];

    public string? Next { get; private set; }

    public string? Outcome { get; private set; }

    public string? Find { get; private set; }

    /// <summary>As it was typed.</summary>
    [FromQuery(Name = "application")]
    public string? Application { get; set; }

    [FromQuery(Name = "person")]
    public string? Person { get; set; }

    [FromQuery(Name = "from")]
    public string? FromDay { get; set; }

    [FromQuery(Name = "until")]
    public string? UntilDay { get; set; }

    /// <summary>Null where what comes in would not belong on top of what is shown.</summary>
    public string? LiveAddress { get; private set; }

    public IEnumerable<PickOption> KindOptions => EventWords.Kinds.Select(kind => new PickOption(kind, words.Kind(kind))).Prepend(new PickOption("", text["All"]));

    public IEnumerable<PickOption> OutcomeOptions => [new("", text["All"]), new("ok", text["Ok"]), new("failed", text["Failed"])];

    public async Task OnGetAsync(string? kind, string? outcome, string? find, string? after, CancellationToken cancel)
    {
        (Outcome, Find) = (outcome, find?.Trim());
        Query = EventFilter.Of(Pool.Id, kind, outcome, Find, FromDay, UntilDay) with
        {
            ApplicationId = await subjects.ApplicationAsync(Pool.Id, Application, cancel),
            UserId = await subjects.PersonAsync(Pool.Id, Person, cancel),
            Before = EventFilter.IdOf(after),
        };
        var page = await list.RunAsync(Query, cancel);
        (Events, Next) = (page.Events, page.More ? page.Events[^1].Id.ToString("N") : null);
        if (Query is { Before: null, Until: null })
        {
            // What was typed has been looked up: the page and what comes in are about the same ones.
            LiveAddress = QueryHelpers.AddQueryString(Visit.At("logs/live"), new Dictionary<string, string?>
            {
                ["kind"] = kind,
                ["outcome"] = outcome,
                ["find"] = Find,
                ["application"] = Query.ApplicationId?.ToString("N"),
                ["person"] = Query.UserId?.ToString("N"),
            });
        }
    }
}
