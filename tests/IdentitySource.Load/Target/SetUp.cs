using System.Globalization;
using System.Text.Json;
using IdentitySource.Load.Flow;

namespace IdentitySource.Load.Target;

/// <summary>From an empty folder to a running server with applications and people.</summary>
internal static class SetUp
{
    private const int StartsAtMost = 5;

    private static readonly string[] GrantTypes = ["authorization_code", "implicit", "refresh_token", "password"];

    /// <summary>A first start makes the database; what it took is not told, as it happens once.</summary>
    public static async Task<Registered> RegisterAsync(ServerProgram program, int people, CancellationToken cancel)
    {
        await using var server = await RunningServer.StartAsync(program, Probe(program), cancel);
        var web = await AddAsync(program, "web", "RS256", ["--auth-method", "client_secret_basic"], cancel);
        var es256 = await AddAsync(program, "web-es256", "ES256", ["--auth-method", "client_secret_basic"], cancel);
        var spa = await AddAsync(program, "spa", "RS256", ["--type", "spa"], cancel);
        var allModes = await AddAsync(
            program,
            "all-modes",
            "RS256",
            ["--auth-method", "client_secret_basic", "--grant-type", .. GrantTypes, "--response-type", "code", "id_token token", "code id_token"],
            cancel);
        var opaque = await AddAsync(program, "opaque", "RS256", ["--auth-method", "client_secret_basic", "--access-token-format", "opaque"], cancel);
        await program.RunAsync(["resource", "create", Machine.Resource, "--action", "read", "write"], cancel);
        var machine = await AddMachineAsync(program, "robot", "RS256", cancel);
        var machineEs256 = await AddMachineAsync(program, "robot-es256", "ES256", cancel);
        List<Person> made = [];
        for (var number = 1; number <= people; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"user{number}");
            var user = await program.RunAsync(["user", "add", "--username", name, "--email", name + "@example.com", "--name", name, "--password", Person.Password], cancel);
            made.Add(new Person(name, user.Text("id")));
        }

        return new Registered(web, es256, spa, made) { AllModes = allModes, Opaque = opaque, Machine = machine, MachineEs256 = machineEs256 };
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

    private static async Task<RegisteredMachine> AddMachineAsync(ServerProgram program, string name, string algorithm, CancellationToken cancel)
    {
        var application = await program.RunAsync(["app", "create", "--name", name, "--address", name, "--type", "machine", "--access-token-alg", algorithm], cancel);
        var key = await program.RunAsync(["app", "access-key", "create", name, "--remark", "load"], cancel);
        await program.RunAsync(["rule", "add", Machine.Resource, "--action", "read", "write", "--access-key", key.Text("access_key")], cancel);
        return new RegisteredMachine(application, key);
    }

    /// <summary>The pool's shared issuer is there before any application is.</summary>
    public static Uri Probe(ServerProgram program) => RelyingParty.DiscoveryOf(program.Origin + "/oidc");
}

/// <summary>What the commands printed.</summary>
internal sealed record Registered(JsonElement Web, JsonElement WebEs256, JsonElement Spa, IReadOnlyList<Person> People)
{
    public required JsonElement AllModes { get; init; }

    public required JsonElement Opaque { get; init; }

    public required RegisteredMachine Machine { get; init; }

    public required RegisteredMachine MachineEs256 { get; init; }

    public async Task<Deployment> DiscoverAsync(CancellationToken cancel) => new()
    {
        Web = await RelyingParty.DiscoverAsync(Web, "RS256", cancel),
        WebEs256 = await RelyingParty.DiscoverAsync(WebEs256, "ES256", cancel),
        Spa = await RelyingParty.DiscoverAsync(Spa, "RS256", cancel),
        AllModes = await RelyingParty.DiscoverAsync(AllModes, "RS256", cancel),
        Opaque = await RelyingParty.DiscoverAsync(Opaque, "RS256", cancel) with { OpaqueAccessTokens = true },
        Machine = await Machine.DiscoverAsync("RS256", cancel),
        MachineEs256 = await MachineEs256.DiscoverAsync("ES256", cancel),
        People = People,
    };
}

/// <summary>An application for machines, and the account that was made for it.</summary>
internal sealed record RegisteredMachine(JsonElement Application, JsonElement Key)
{
    public async Task<Machine> DiscoverAsync(string algorithm, CancellationToken cancel) =>
        new(Key.Text("access_key"), Key.Text("secret_key"), await RelyingParty.DiscoverAsync(Application, algorithm, cancel));
}
