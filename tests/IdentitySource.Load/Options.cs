using System.Globalization;
using IdentitySource.Load.Target;

namespace IdentitySource.Load;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        Measures the server from outside and compares it with budget.json. Ends with 1 when something is over its budget or answers wrongly.

          --smoke             a few requests of every kind, answers checked, nothing timed
          --console           the pages of the console, on a seeded database
          --seed 1000000      people in it; a five-hundredth as many applications and user pools
          --no-transactions   do not count them: PostgreSQL tells late, so each row waits for it twice eleven seconds
          --server DLL        a published IdentitySource.Server.dll; without it the Release build is made first
          --connection TEXT   an empty PostgreSQL database; without it the server's private one is used
          --scenarios A,B     rows to measure, by any part of their names
          --runs 3            measured runs of each; the median counts
          --duration 8        seconds of a run
          --warmup 3          seconds of each beforehand
          --connections 16    parallel requests
          --count 3000        codes, and tokens to revoke, for one run
          --budget FILE       instead of the budget.json beside the program
          --out FILE          the results as JSON
        """;

    public bool Smoke { get; private init; }

    public bool Console { get; private init; }

    public int Seed { get; private init; } = 1_000_000;

    public bool CountTransactions { get; private init; } = true;

    public string? Server { get; private init; }

    public string? Connection { get; private init; }

    public string[] Scenarios { get; private init; } = [];

    public int Runs { get; private init; } = 3;

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(8);

    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(3);

    public int Connections { get; private init; } = 16;

    public int Count { get; private init; } = 3000;

    public string Budget { get; private init; } = Path.Combine(AppContext.BaseDirectory, "budget.json");

    public string? Out { get; private init; }

    public static Options Parse(string[] words)
    {
        Options options = new();
        for (var at = 0; at < words.Length; at++)
        {
            var name = words[at];
            options = name == "--smoke" ? options with { Smoke = true }
                : name == "--console" ? options with { Console = true }
                : name == "--no-transactions" ? options with { CountTransactions = false }
                : at + 1 < words.Length ? options.With(name, words[++at])
                : throw new SetUpException($"'{name}' is no option, or lacks its value.");
        }

        return options;
    }

    public bool Wants(string scenario) =>
        Scenarios.Length == 0 || Scenarios.Any(part => scenario.Contains(part, StringComparison.OrdinalIgnoreCase));

    private Options With(string name, string value) => name switch
    {
        "--server" => this with { Server = Path.GetFullPath(value) },
        "--connection" => this with { Connection = value },
        "--scenarios" => this with { Scenarios = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
        "--seed" => this with { Seed = Number(name, value) },
        "--runs" => this with { Runs = Number(name, value) },
        "--duration" => this with { Duration = TimeSpan.FromSeconds(Number(name, value)) },
        "--warmup" => this with { WarmUp = TimeSpan.FromSeconds(Number(name, value)) },
        "--connections" => this with { Connections = Number(name, value) },
        "--count" => this with { Count = Number(name, value) },
        "--budget" => this with { Budget = value },
        "--out" => this with { Out = value },
        _ => throw new SetUpException($"'{name}' is no option."),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new SetUpException($"{name} needs a number above zero.");
}
