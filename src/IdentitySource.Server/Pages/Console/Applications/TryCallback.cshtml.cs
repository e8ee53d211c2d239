using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Inspection;
using IdentitySource.Server.Console.Tries;
using IdentitySource.Server.Explanations;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>
/// Where the answer of a tried sign-in comes to. What protects it is what protects every callback: an answer without the state of a
/// pending try of this administrator's own is not looked at. A form token cannot, for the form is one of the authorization endpoint.
/// </summary>
[Needs(ConsoleRole.Administrator), IgnoreAntiforgeryToken]
public sealed class TryCallbackModel(FindApplication find, PoolServers servers, TryTickets tickets, TryRun run) : ApplicationPage(find)
{
    /// <summary>Null where no answer came in a way that a server sees, or it is nobody's.</summary>
    public TryOutcome? Outcome { get; private set; }

    /// <summary>An answer came, and belongs to no try that is pending here.</summary>
    public bool IsStray { get; private set; }

    public string UserInfoCurl => Curl.UserInfo(Server + "/me");

    private string Server { get; set; } = "";

    /// <summary>The tab from which it began: this page takes forms without a token of ours.</summary>
    public override string Here => At("try");

    protected override string Tab => "try";

    /// <param name="path">Of the callback, below the deployment's root, where the console is.</param>
    public static string AddressOf(HttpContext http, string path) => http.RequestServices.GetRequiredService<AddressPlan>().PublicOrigin + path;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        Request.Query.ContainsKey("state") ? await AnswerAsync(Request.Query, cancel) : await ShowAsync(cancel);

    /// <summary>From the form of the authorization endpoint, or from the page itself with what stood in its fragment.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        Request.HasFormContentType && await PostedForm.ReadAsync(Request, cancel) is { } form ? await AnswerAsync(form, cancel) : BadRequest();

    internal static Explanation Explain(ProtocolError error) => ExplanationCatalogue.Find(error.Reason);

    private async Task<IActionResult> AnswerAsync(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> sent, CancellationToken cancel)
    {
        var shown = await ShowAsync(cancel);
        if (shown is not Microsoft.AspNetCore.Mvc.RazorPages.PageResult)
        {
            // The application is not this pool's; an answer to nobody gets no other word than a stray one.
            return HttpMethods.IsPost(Request.Method) ? BadRequest() : shown;
        }

        // RFC 6749 §3.1: a parameter that comes twice is nobody's.
        var answer = sent.Where(each => each.Value.Count == 1).ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.Ordinal);
        if (tickets.Take(HttpContext, Application.Id, Visit.Visitor, answer.GetValueOrDefault("state")) is not { } pending
            || await servers.OfApplicationAsync(Application, cancel) is not { Server: var server })
        {
            IsStray = true;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return shown;
        }

        Server = server.Issuer;
        Outcome = await run.RunAsync(HttpContext, new TriedApplication(Pool, Application, server), pending, answer, cancel);
        return shown;
    }
}
