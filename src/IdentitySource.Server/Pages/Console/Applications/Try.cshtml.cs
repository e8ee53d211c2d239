using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Inspection;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Console.Tries;
using IdentitySource.Server.Explanations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Try sign-in</i>: chooses a request, shows it exactly, and how it would be judged. Its answer comes to <see cref="TryCallbackModel"/>.</summary>
[Needs(ConsoleRole.Administrator)]
public sealed class TryModel(FindApplication find, PoolServers servers, AuthorizeEndpoint endpoint, TryApplication application, UpdateApplication update, TryTickets tickets)
    : ApplicationTab(find)
{
    private static readonly string[] PromptNames = ["", "login", "consent", "select_account", "none"];

    /// <summary>All but the one for pages that opened another: nobody listens here.</summary>
    private static readonly string[] ModeNames = ["", "query", "fragment", "form_post"];

    /// <summary>The page of the console that the answer comes to, registered like any other callback.</summary>
    public string Callback => TryCallbackModel.AddressOf(HttpContext, At("try/callback"));

    public bool IsRegistered => Application.RedirectUris.Contains(Callback);

    /// <summary>The request that was chosen; null before.</summary>
    public PendingTry? Pending { get; private set; }

    public string Address { get; private set; } = "";

    public IEnumerable<PickOption> ResponseTypes => ConfigurationModel.ReturnTypes.Select(type =>
        new PickOption(type, Application.ResponseTypes.Contains(type) && new ResponseType(type).WorksWith([.. Application.GrantTypes]) ? type : Text["Try.NotTicked", type]));

    public IEnumerable<PickOption> Prompts => PromptNames.Select(Named);

    public IEnumerable<PickOption> ResponseModes => ModeNames.Select(Named);

    public IEnumerable<PickOption> PkceMethods => [new("S256", "S256"), new("plain", "plain"), new("none", Text["Try.NoPkce"])];

    /// <summary>Why the request will be refused; null when it will not.</summary>
    internal Explanation? Refusal { get; private set; }

    /// <summary>Where what is refused can be changed.</summary>
    public string? Fix => Refusal?.Reason switch
    {
        "callback_not_https" => At() + "#field-allow-http-implicit-callback-true",
        _ => null,
    };

    /// <summary>Whether ticking the return type, with the modes that it needs, lets the request pass.</summary>
    public bool MayTick => Refusal?.Reason == "response_type_not_allowed" && ReturnTypeTicks.Of(Application, Pending!.Parameters["response_type"]).Count > 0;

    protected override string Tab => "try";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(TryForm form, CancellationToken cancel)
    {
        if (await ShowAsync(cancel) is not Microsoft.AspNetCore.Mvc.RazorPages.PageResult page || await servers.OfApplicationAsync(Application, cancel) is not { Server: var server })
        {
            return NotFound();
        }

        var (parameters, verifier) = form.Request(Application.ClientId, Callback);
        PendingTry pending = new(Application.Id, Visit.Visitor.Session.Id, HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), verifier, parameters);
        if (!tickets.Keep(HttpContext, pending))
        {
            return Refuse([new Fault("scope", "try_too_long", "The request is too long to be tried here.")]);
        }

        Dictionary<string, object?> asked = new() { ["response_type"] = parameters["response_type"], ["scope"] = parameters["scope"] };
        if ((await application.StartAsync(Actor, Pool.Id, Key, asked, cancel)).Refused(out var faults, out _))
        {
            return Refuse(faults);
        }

        (Pending, Address) = (pending, QueryHelpers.AddQueryString(server.Issuer + "/auth", parameters.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))));
        Refusal = (await endpoint.ReadAsync(server, RequestParameters.Of(parameters), person: null, cancel)).Error is { } error ? ExplanationCatalogue.Find(error.Reason) : null;
        return page;
    }

    public Task<IActionResult> OnPostRegisterAsync(CancellationToken cancel) => ChangeAsync("try_registered", add: true, cancel);

    public Task<IActionResult> OnPostUnregisterAsync(CancellationToken cancel) => ChangeAsync("try_unregistered", add: false, cancel);

    public async Task<IActionResult> OnPostTickAsync([FromForm(Name = "response_type")] string? responseType, CancellationToken cancel) =>
        await ShowAsync(cancel) is Microsoft.AspNetCore.Mvc.RazorPages.PageResult && ReturnTypeTicks.Settings(Application, Pool.Id, responseType ?? "") is { } settings
            ? await AfterAsync(await update.RunAsync(Actor, settings, cancel), "try_ticked", cancel)
            : NotFound();

    private PickOption Named(string value) => new(value, value.Length == 0 ? Text["Try.Unset"] : value);

    private async Task<IActionResult> ChangeAsync(string notice, bool add, CancellationToken cancel)
    {
        if (await ShowAsync(cancel) is not Microsoft.AspNetCore.Mvc.RazorPages.PageResult)
        {
            return NotFound();
        }

        ApplicationSettings settings = new() { PoolId = Pool.Id, Application = Key };
        settings = add ? settings with { AddRedirectUris = [Callback] } : settings with { RemoveRedirectUris = [Callback] };
        return await AfterAsync(await update.RunAsync(Actor, settings, cancel), notice, cancel);
    }
}
