using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace IdentitySource.Load.Target;

/// <summary>The PostgreSQL behind the server, watched from outside: which process it is, and how many transactions it has seen.</summary>
internal sealed class Database
{
    private readonly Dictionary<string, string> client;
    private readonly string name;

    private Database(Dictionary<string, string> client, string name)
    {
        this.client = client;
        this.name = name;
    }

    /// <summary>Null when it runs on another machine: then its processor time is not ours to count.</summary>
    public int? Postmaster { get; private init; }

    public static async Task<Database> FindAsync(ServerProgram program, CancellationToken cancel) =>
        program.Connection is { } connection ? await ExternalAsync(connection, cancel) : Private(program.DataFolder);

    /// <summary>
    /// Committed and rolled back, of this database alone. A backend reports what it did a second after the last time at the
    /// earliest, and ten seconds after it fell idle at the latest (PGSTAT_IDLE_INTERVAL): two readings need that pause before each.
    /// </summary>
    public async Task<long> TransactionsAsync(CancellationToken cancel) => long.Parse(
        await AskAsync(client, $"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{name}'", cancel), CultureInfo.InvariantCulture);

    public static TimeSpan ReportingDelay { get; } = TimeSpan.FromSeconds(11);

    private static Database Private(string dataFolder)
    {
        // The fifth line is the socket's folder, the fourth the port that names the socket.
        var lines = File.ReadAllLines(Path.Combine(dataFolder, "pg", "cluster", "postmaster.pid"));
        Dictionary<string, string> client = new() { ["PGHOST"] = lines[4], ["PGPORT"] = lines[3], ["PGUSER"] = "postgres", ["PGDATABASE"] = "postgres" };
        return new Database(client, "identitysource") { Postmaster = int.Parse(lines[0], CultureInfo.InvariantCulture) };
    }

    private static async Task<Database> ExternalAsync(string connection, CancellationToken cancel)
    {
        DbConnectionStringBuilder parts = new() { ConnectionString = connection };
        string? Part(params string[] names) => names.Where(parts.ContainsKey).Select(key => parts[key].ToString()).FirstOrDefault();
        var name = Part("Database", "DB") ?? "postgres";
        // Asking from another database keeps our own questions out of the count.
        Dictionary<string, string> client = new()
        {
            ["PGHOST"] = Part("Host", "Server") ?? "localhost",
            ["PGPORT"] = Part("Port") ?? "5432",
            ["PGUSER"] = Part("Username", "User Id", "User") ?? "postgres",
            ["PGPASSWORD"] = Part("Password") ?? "",
            ["PGDATABASE"] = "postgres",
        };
        return new Database(client, name) { Postmaster = await PostmasterAsync(client, cancel) };
    }

    /// <summary>Only a superuser may ask, and only here can the file be read: anybody else measures the server alone.</summary>
    private static async Task<int?> PostmasterAsync(Dictionary<string, string> client, CancellationToken cancel)
    {
        try
        {
            var file = Path.Combine(await AskAsync(client, "SHOW data_directory", cancel), "postmaster.pid");
            return int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        }
        catch (Exception unreachable) when (unreachable is SetUpException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<string> AskAsync(Dictionary<string, string> client, string query, CancellationToken cancel)
    {
        ProcessStartInfo start = new("psql") { ArgumentList = { "-XtAc", query }, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var (variable, value) in client)
        {
            start.Environment[variable] = value;
        }

        using var psql = Process.Start(start) ?? throw new SetUpException("psql is missing.");
        var errors = psql.StandardError.ReadToEndAsync(cancel);
        var answer = await psql.StandardOutput.ReadToEndAsync(cancel);
        await psql.WaitForExitAsync(cancel);
        return psql.ExitCode == 0 ? answer.Trim() : throw new SetUpException($"psql: {await errors}");
    }
}
