using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Preview;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Inspection;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Explanations;
using IdentitySource.Storage.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>
/// The tab <i>Token preview</i>: what the tokens of a person would say, and why. Nothing is issued; but it shows what is known of
/// somebody, so it is for administrators.
/// </summary>
[Needs(ConsoleRole.Administrator)]
public sealed class PreviewModel(FindApplication find, PoolServers servers, AuthorizeEndpoint endpoint, SubjectDirectory subjects, ListUsers users) : ApplicationTab(find)
{
    private const int MostFound = 10;

    [FromQuery]
    public PreviewForm Form { get; set; } = new();

    /// <summary>Those who could be meant.</summary>
    public IReadOnlyList<ListedUser> Found { get; private set; } = [];

    public Subject? Person { get; private set; }

    public IReadOnlyList<PreviewedScope> Scopes { get; private set; } = [];

    public IReadOnlyList<PreviewedToken> Tokens { get; private set; } = [];

    public IEnumerable<PickOption> ResponseTypes => ConfigurationModel.ReturnTypes.Where(type => type != "none").Select(type => new PickOption(type, type));

    public IEnumerable<PickOption> Prompts => [new("", Text["Preview.NoPrompt"]), new("consent", "consent")];

    /// <summary>Why a real request would be refused; null when it would not.</summary>
    internal Explanation? Refusal { get; private set; }

    protected override string Tab => "preview";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    /// <summary>This page with that person chosen.</summary>
    public string With(Guid user) => QueryHelpers.AddQueryString(At("preview"), new Dictionary<string, string?>
    {
        ["user"] = user.ToString("N"),
        ["response_type"] = Form.ResponseType,
        ["scope"] = Form.Scope,
        ["prompt"] = Form.Prompt,
        ["claims"] = Form.Claims,
    });

    protected override async Task FillAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Form.User))
        {
            return;
        }

        Found = [.. ((await users.RunAsync(Pool.Id, Form.User, null, cancel)).Value?.Users ?? []).Take(MostFound)];
        if (Found is [var only] && await subjects.FindAsync(Pool.Id, only.Id, cancel) is { } person)
        {
            Person = person;
            await DescribeAsync(person, cancel);
        }
    }

    private async Task DescribeAsync(Subject person, CancellationToken cancel)
    {
        if (await servers.OfApplicationAsync(Application, cancel) is not { Server: var server })
        {
            return;
        }

        if ((await endpoint.ReadAsync(server, Form.Parameters(Application), person.Id, cancel)).Refused(out var error, out var request))
        {
            Refusal = ExplanationCatalogue.Find(error.Reason);
            return;
        }

        Scopes = TokenPreview.ScopesOf(request);
        Tokens = TokenPreview.Of(request, person);
    }
}
