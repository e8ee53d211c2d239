using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Events;
using IdentitySource.Server.Console;
using IdentitySource.Server.Explanations;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>One event in words: what happened, why it was refused, what was given and what expected, or what was changed.</summary>
public sealed class EventModel(ListEvents list, EventWords words, FixRefusal fix) : ConsolePage<LogsTexts>
{
    public EventWords Words => words;

    public ListedEvent Event { get; private set; } = null!;

    /// <summary>What else the same request left.</summary>
    public IReadOnlyList<ListedEvent> Others { get; private set; } = [];

    public IReadOnlyList<EventFact> Facts { get; private set; } = [];

    public bool IsAct => Event.Administrative;

    public bool HasBefore => Facts.Any(fact => fact.Before is not null);

    public string? Administrator { get; private set; }

    /// <summary>What would let such a request pass from now on; for those who may change that.</summary>
    public RefusalFix? Fix { get; private set; }

    internal Explanation? Explanation => Event.Reason is { } reason ? ExplanationCatalogue.Find(reason) : null;

    public Task<IActionResult> OnGetAsync(string id, CancellationToken cancel) => ShowAsync(id, cancel);

    /// <summary>What is done is read from the event again, and nothing of it from the form: that says only which state of the application was looked at.</summary>
    public async Task<IActionResult> OnPostFixAsync(string id, long version, CancellationToken cancel) =>
        !Guid.TryParseExact(id, "N", out var eventId) ? NotFound()
        : (await fix.RunAsync(Actor, Pool.Id, eventId, version, cancel)).Refused(out var faults, out _) ? await ShowAsync(id, cancel, faults)
        : Done("refusal_fixed");

    private async Task<IActionResult> ShowAsync(string id, CancellationToken cancel, IReadOnlyList<Fault>? refused = null)
    {
        if ((await list.FindAsync(Pool.Id, id, cancel)).FirstOrDefault(each => each.Id.ToString("N") == id) is not { } found)
        {
            return NotFound();
        }

        Event = found;
        Others = [.. (await list.FindAsync(Pool.Id, found.Reference, cancel)).Where(each => each.Id != found.Id)];
        var facts = EventFact.Of(found.Detail);
        if (IsAct)
        {
            Administrator = words.Doer(found, await list.NamesOfAsync(EventWords.Administrators([found]), cancel));
        }

        Facts = [.. facts.Where(fact => fact.Name is not ("actor" or "administrator" or "actor_key" or "actor_key_name"))];
        Fix = May(ConsoleRole.Administrator) ? await fix.ProposeAsync(Pool.Id, found.Id, cancel) : null;
        return refused is null ? Page() : Refuse(refused);
    }
}
