using IdentitySource.Management.Administration;
using IdentitySource.Management.Events;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Pages.Console.Logs;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Audit;

/// <summary>What administrators, commands and the server itself changed, newest first. Its texts are those of the logs: an entry is an event.</summary>
public sealed class AuditModel(ListEvents list, EventSubjects subjects, ListAdministrators administrators, FindPool pools, EventWords words) : ConsolePage<LogsTexts>
{
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    public EventWords Words => words;

    public IReadOnlyList<ListedEvent> Acts { get; private set; } = [];

    public string? Next { get; private set; }

    [FromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [FromQuery(Name = "administrator")]
    public string? Administrator { get; set; }

    [FromQuery(Name = "application")]
    public string? Application { get; set; }

    [FromQuery(Name = "person")]
    public string? Person { get; set; }

    [FromQuery(Name = "from")]
    public string? FromDay { get; set; }

    [FromQuery(Name = "until")]
    public string? UntilDay { get; set; }

    public IEnumerable<PickOption> Kinds => words.Acts.Select(kind => new PickOption(kind, words.Kind(kind))).OrderBy(option => option.Text, StringComparer.CurrentCulture).Prepend(All);

    public IReadOnlyList<PickOption> Administrators { get; private set; } = [];

    public async Task OnGetAsync(string? after, CancellationToken cancel)
    {
        var query = EventFilter.Of(Pool.Id, Kind, null, null, FromDay, UntilDay) with
        {
            Administrative = true,
            Administrator = EventFilter.IdOf(Administrator),
            ApplicationId = await subjects.ApplicationAsync(Pool.Id, Application, cancel),
            UserId = await subjects.PersonAsync(Pool.Id, Person, cancel),
            Before = EventFilter.IdOf(after),
        };
        var page = await list.RunAsync(query, cancel);
        (Acts, Next) = (page.Events, page.More ? page.Events[^1].Id.ToString("N") : null);
        names = await list.NamesOfAsync(EventWords.Administrators(Acts), cancel);
        Administrators = [All, .. await DoersAsync(cancel)];
    }

    /// <summary>
    /// Those who administer the pool, and whoever did what is shown: operators, and people who have no role any more. All operators
    /// are named to operators alone.
    /// </summary>
    private async Task<IEnumerable<PickOption>> DoersAsync(CancellationToken cancel)
    {
        IEnumerable<ListedAdministrator> known = (await administrators.RunAsync(Pool.Id, cancel)).Administrators;
        if (May(ConsoleRole.Operator))
        {
            known = known.Concat((await administrators.RunAsync((await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value, cancel)).Administrators);
        }

        var acted = EventWords.Administrators(Acts).Select(id => new PickOption(id, names.GetValueOrDefault(id, id)));
        return known.Select(each => new PickOption(each.UserId.ToString("N"), each.Identifier)).Concat(acted).DistinctBy(option => option.Value)
            .OrderBy(option => option.Text, StringComparer.CurrentCulture);
    }

    public string WhoDid(ListedEvent act) => words.Doer(act, names);

    private PickOption All => new("", Text["All"]);
}
