using System.Globalization;
using IdentitySource.Management.Events;
using IdentitySource.Protocol.Applications;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>What happened in a user pool, newest first. With scripts, the first page grows by what happens meanwhile.</summary>
public sealed class LogsModel(ListEvents list, EventWords words, IStringLocalizer<LogsTexts> text) : ConsolePage<LogsTexts>
{
    public EventWords Words => words;

    public EventQuery Query { get; private set; } = null!;

    public IReadOnlyList<ListedEvent> Events { get; private set; } = [];

    public string? Next { get; private set; }

    public string? Outcome { get; private set; }

    public string? Find { get; private set; }

    public string? FromDay { get; private set; }

    public string? UntilDay { get; private set; }

    /// <summary>Null where what comes in would not belong on top of what is shown.</summary>
    public string? LiveAddress { get; private set; }

    public IEnumerable<PickOption> KindOptions => EventWords.Kinds.Select(kind => new PickOption(kind, words.Kind(kind))).Prepend(new PickOption("", text["All"]));

    public IEnumerable<PickOption> OutcomeOptions => [new("", text["All"]), new("ok", text["Ok"]), new("failed", text["Failed"])];

    public async Task OnGetAsync(string? kind, string? outcome, string? find, string? from, string? until, string? after, CancellationToken cancel)
    {
        (Outcome, Find, FromDay, UntilDay) = (outcome, find?.Trim(), from, until);
        Query = EventFilter.Of(Pool.Id, kind, outcome, Find, DayOf(from), DayOf(until)) with { Before = Guid.TryParseExact(after, "N", out var before) ? before : null };
        var page = await list.RunAsync(Query, cancel);
        (Events, Next) = (page.Events, page.More ? page.Events[^1].Id.ToString("N") : null);
        if (Query is { Before: null, Until: null })
        {
            LiveAddress = $"{Visit.At("logs/live")}?kind={Uri.EscapeDataString(kind ?? "")}&outcome={Uri.EscapeDataString(outcome ?? "")}&find={Uri.EscapeDataString(Find ?? "")}";
        }
    }

    private static DateTimeOffset? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
