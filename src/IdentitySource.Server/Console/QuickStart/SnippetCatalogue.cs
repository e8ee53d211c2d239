using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Server.Console.QuickStart;

/// <summary>The snippets in their order, and what keeps an application from using one. One more is a file and a line here.</summary>
internal static class SnippetCatalogue
{
    public static IReadOnlyList<Snippet> All { get; } =
    [
        new("curl", Literals.Shell) { Needs = SnippetDemand.SignIn, TakesSymmetric = true },
        new("aspnetcore", Literals.Quoted) { Needs = SnippetDemand.SignIn },
        new("node", Literals.Quoted) { Needs = SnippetDemand.SignIn, TakesSymmetric = true },
        new("spa", Literals.Quoted) { Needs = SnippetDemand.SignInInBrowser, TakesSymmetric = true },
        new("python", Literals.Quoted) { Needs = SnippetDemand.SignIn },
        new("go", Literals.Quoted) { Needs = SnippetDemand.SignIn },
        new("spring", Literals.Yaml) { Needs = SnippetDemand.SignIn },
        new("machine", Literals.Shell) { Needs = SnippetDemand.Machine, TakesSymmetric = true },
        new("environment", Literals.Environment) { Needs = SnippetDemand.Nothing, TakesSymmetric = true },
    ];

    /// <summary>By its name, or the first that the application can use.</summary>
    public static Snippet Choose(ApplicationDetail application, string? name) =>
        All.FirstOrDefault(each => each.Name == name) ?? All.First(each => !Obstacles(each, application).Any());

    /// <summary>Each by the slug of its text, and the card of the tab <i>Configuration</i> where it is put right.</summary>
    public static IEnumerable<(string Slug, string Card)> Obstacles(Snippet snippet, ApplicationDetail application)
    {
        var signsIn = snippet.Needs is SnippetDemand.SignIn or SnippetDemand.SignInInBrowser;
        if (signsIn && !SignsIn(application))
        {
            yield return ("code", "authorization");
        }

        if (snippet.Needs == SnippetDemand.SignInInBrowser && application.TokenAuthentication != "none")
        {
            yield return ("secret", "security");
        }

        if (snippet.Needs == SnippetDemand.Machine && !IsMachine(application))
        {
            yield return ("machine", "authorization");
        }

        if (SignsWithSecret(application) && !snippet.TakesSymmetric)
        {
            yield return ("symmetric", "authorization");
        }
    }

    public static bool SignsIn(ApplicationDetail application) => application.GrantTypes.Contains("authorization_code") && application.ResponseTypes.Contains("code");

    public static bool IsMachine(ApplicationDetail application) => application.GrantTypes.Contains("client_credentials");

    public static bool SignsWithSecret(ApplicationDetail application) => application.IdTokenAlgorithm == SigningAlgorithm.HS256;
}
