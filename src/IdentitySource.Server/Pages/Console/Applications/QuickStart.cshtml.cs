using IdentitySource.Management.Applications;
using IdentitySource.Management.Events;
using IdentitySource.Server.Console.QuickStart;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Quick start</i>: what to paste into an application with its own values, and whether somebody has come through it yet.</summary>
public sealed class QuickStartModel(
    FindApplication find, UpdateApplication update, ListEvents events, AddressPlan plan, TimeProvider clock) : ApplicationTab(find)
{
    public const string Path = "quick-start";

    private Snippet snippet = SnippetCatalogue.All[0];

    /// <summary>The snippet that is shown; a link for each, so that none needs a script.</summary>
    [FromQuery(Name = "client")]
    public string? Client { get; set; }

    /// <summary>The chosen one, or the first that this application can use.</summary>
    public string Shown => snippet.Name;

    public static IEnumerable<string> Names => SnippetCatalogue.All.Select(each => each.Name);

    public IEnumerable<(string Slug, string Card)> Obstacles => SnippetCatalogue.Obstacles(snippet, Application);

    /// <summary>As it is read on the screen: never with the secret.</summary>
    public string Masked => snippet.Fill(SnippetValues.Of(Application, plan, secret: null));

    /// <summary>With the secret, once that was revealed; without one as it is anyway.</summary>
    public string? Whole => HidesSecret && Secret is null ? null : snippet.Fill(SnippetValues.Of(Application, plan, Secret));

    public bool HidesSecret => Masked.Contains(SnippetValues.Mask, StringComparison.Ordinal);

    public bool MayReveal => MayChange && Application.HasSecret;

    public bool HasCallback => Application.ResponseTypes.Count > 0;

    public ListedEvent? FirstSeen { get; private set; }

    /// <summary>The stream that tells of the first sign-in, from the moment that this page was made.</summary>
    public string Awaits => $"{Visit.At("logs/live")}?kind={AwaitedKind}&outcome=ok&find={Application.ClientId}&after={Guid.CreateVersion7(clock.GetUtcNow()):N}";

    protected override string Tab => Path;

    /// <summary>Whoever fetches tokens has come through; where there are none to fetch, the answer itself is the end of the way.</summary>
    private string AwaitedKind => SnippetCatalogue.SignsIn(Application) || SnippetCatalogue.IsMachine(Application) ? "token_issued" : "authorized";

    public string With(string client) => $"{At(Path)}?client={client}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    /// <summary>In place of the first callback, which is the one in the snippets; the others stay.</summary>
    public async Task<IActionResult> OnPostCallbackAsync([FromForm(Name = "redirect_uris")] string? callback, long version, CancellationToken cancel)
    {
        if (await FoundAsync(cancel) is not { } present)
        {
            return NotFound();
        }

        ApplicationSettings settings = new()
        {
            PoolId = Pool.Id,
            Application = Key,
            Version = version,
            RedirectUris = [.. FormLines.Of(callback), .. present.RedirectUris.Skip(1)],
        };
        return (await update.RunAsync(Actor, settings, cancel)).Refused(out var faults, out _)
            ? await ShowAsync(cancel, faults)
            : Done("application_saved", $"applications/{present.ClientId}/{Path}?client={Uri.EscapeDataString(Client ?? "")}");
    }

    protected override async Task FillAsync(CancellationToken cancel)
    {
        snippet = SnippetCatalogue.Choose(Application, Client);
        EventQuery query = new() { PoolId = Pool.Id, ApplicationId = Application.Id, Kind = AwaitedKind, Success = true, After = Guid.Empty, Size = 1 };
        FirstSeen = (await events.RunAsync(query, cancel)).Events is [var first, ..] ? first : null;
    }
}
