using IdentitySource.Management.Events;
using IdentitySource.Server.Console;
using IdentitySource.Server.Explanations;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>One event in words: what happened, why it was refused, what was given and what expected, or what was changed.</summary>
public sealed class EventModel(ListEvents list, EventWords words) : ConsolePage<LogsTexts>
{
    public EventWords Words => words;

    public ListedEvent Event { get; private set; } = null!;

    /// <summary>What else the same request left.</summary>
    public IReadOnlyList<ListedEvent> Others { get; private set; } = [];

    public IReadOnlyList<EventFact> Facts { get; private set; } = [];

    public bool IsAct => Event.Administrative;

    public bool HasBefore => Facts.Any(fact => fact.Before is not null);

    public string? Administrator { get; private set; }

    internal Explanation? Explanation => Event.Reason is { } reason ? ExplanationCatalogue.Find(reason) : null;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel)
    {
        if ((await list.FindAsync(Pool.Id, id, cancel)).FirstOrDefault(each => each.Id.ToString("N") == id) is not { } found)
        {
            return NotFound();
        }

        Event = found;
        Others = [.. (await list.FindAsync(Pool.Id, found.Reference, cancel)).Where(each => each.Id != found.Id)];
        var facts = EventFact.Of(found.Detail);
        Administrator = facts.FirstOrDefault(fact => fact.Name == "administrator")?.Value is { } actor
            ? await list.NameOfAsync(actor, cancel)
            : facts.FirstOrDefault(fact => fact.Name == "actor") is { } other ? words.Kind("actor_" + other.Value) : null;
        Facts = [.. facts.Where(fact => fact.Name is not ("actor" or "administrator"))];
        return Page();
    }
}
