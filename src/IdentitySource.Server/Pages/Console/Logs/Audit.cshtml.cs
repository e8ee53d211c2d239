using IdentitySource.Management.Events;
using IdentitySource.Server.Console;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>What administrators, commands and the server itself changed, newest first.</summary>
public sealed class AuditModel(ListEvents list, EventWords words) : ConsolePage<LogsTexts>
{
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    public EventWords Words => words;

    public IReadOnlyList<ListedEvent> Acts { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken cancel)
    {
        var page = await list.RunAsync(
            new EventQuery { PoolId = Pool.Id, Administrative = true, Before = Guid.TryParseExact(after, "N", out var before) ? before : null }, cancel);
        (Acts, Next) = (page.Events, page.More ? page.Events[^1].Id.ToString("N") : null);
        names = await list.NamesOfAsync([.. Acts.Select(act => Fact(act, "administrator")).OfType<string>().Distinct()], cancel);
    }

    /// <summary>The administrator's name, or by what it was done: an API key, the command line, the set-up.</summary>
    public string WhoDid(ListedEvent act) => Fact(act, "administrator") is { } id ? names.GetValueOrDefault(id, id)
        : Fact(act, "actor") is { } actor ? $"{words.Kind("actor_" + actor)} {Fact(act, "actor_key_name")}".TrimEnd()
        : "";

    private static string? Fact(ListedEvent act, string name) => EventFact.Of(act.Detail).FirstOrDefault(fact => fact.Name == name)?.Value;
}
