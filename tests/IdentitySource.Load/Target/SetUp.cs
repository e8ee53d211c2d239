using System.Globalization;
using System.Text.Json;
using IdentitySource.Load.Flow;

namespace IdentitySource.Load.Target;

/// <summary>From an empty folder to a running server with applications and people.</summary>
internal static class SetUp
{
    private const int StartsAtMost = 5;

    /// <summary>A first start makes the database; what it took is not told, as it happens once.</summary>
    public static async Task<Registered> RegisterAsync(ServerProgram program, int people, CancellationToken cancel)
    {
        await using var server = await RunningServer.StartAsync(program, Probe(program), cancel);
        var web = await AddAsync(program, "web", "RS256", ["--auth-method", "client_secret_basic"], cancel);
        var es256 = await AddAsync(program, "web-es256", "ES256", ["--auth-method", "client_secret_basic"], cancel);
        var spa = await AddAsync(program, "spa", "RS256", ["--type", "spa"], cancel);
        List<Person> made = [];
        for (var number = 1; number <= people; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"user{number}");
            var user = await program.RunAsync(["user", "add", "--username", name, "--email", name + "@example.com", "--name", name, "--password", Person.Password], cancel);
            made.Add(new Person(name, user.Text("id")));
        }

        return new Registered(web, es256, spa, made);
    }

    /// <summary>Starts the server on its existing database several times; the last one stays.</summary>
    public static async Task<(RunningServer Server, double[] Seconds)> StartAsync(ServerProgram program, int starts, CancellationToken cancel)
    {
        List<double> seconds = [];
        while (true)
        {
            var server = await RunningServer.StartAsync(program, Probe(program), cancel);
            seconds.Add(server.StartedIn.TotalSeconds);
            if (seconds.Count >= Math.Min(starts, StartsAtMost))
            {
                return (server, [.. seconds]);
            }

            await server.DisposeAsync();
        }
    }

    private static Task<JsonElement> AddAsync(ServerProgram program, string name, string algorithm, string[] more, CancellationToken cancel) => program.RunAsync(
        [
            "app", "create", "--name", name, "--address", name, "--redirect-uri", RelyingParty.RedirectUri,
            "--id-token-alg", algorithm, "--access-token-alg", algorithm, "--no-consent", "--offline-without-prompt", .. more,
        ],
        cancel);

    /// <summary>The pool's shared issuer is there before any application is.</summary>
    private static Uri Probe(ServerProgram program) => RelyingParty.DiscoveryOf(program.Origin + "/oidc");
}

/// <summary>What the commands printed.</summary>
internal sealed record Registered(JsonElement Web, JsonElement WebEs256, JsonElement Spa, IReadOnlyList<Person> People)
{
    public async Task<Deployment> DiscoverAsync(CancellationToken cancel) => new()
    {
        Web = await RelyingParty.DiscoverAsync(Web, "RS256", cancel),
        WebEs256 = await RelyingParty.DiscoverAsync(WebEs256, "ES256", cancel),
        Spa = await RelyingParty.DiscoverAsync(Spa, "RS256", cancel),
        People = People,
    };
}
