using System.Data.Common;
using System.Globalization;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>PostgreSQL, an external one or the private cluster.</summary>
public sealed class PostgreSqlEngine : IDatabaseEngine
{
    /// <summary>Words of SQL Server's connection strings that Npgsql does not know.</summary>
    private static readonly string[] Foreign = ["data source", "initial catalog", "trustservercertificate", "encrypt", "multipleactiveresultsets"];

    public string Name => "PostgreSQL";

    public void PrepareModel() => PostgreSqlStorage.Prepare();

    public string? FindFault(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder parts = new(connectionString);
            return parts.Host is { Length: > 0 } && parts.Database is { Length: > 0 } ? null : "It must name a host and a database: Host=…;Database=…;Username=…;Password=…";
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // What the driver says may repeat a part of a password.
            return "It is not in PostgreSQL's form: Host=…;Database=…;Username=…;Password=…" + (ConnectionText.Says(connectionString, Foreign) ? " It looks like SQL Server's." : "");
        }
    }

    public string? FindWeakness(string connectionString)
    {
        NpgsqlConnectionStringBuilder parts = new(connectionString);

        // An authority of one's own signs for nobody else's name; one that everybody knows signs for any.
        var verified = parts.SslMode == SslMode.VerifyFull || (parts.SslMode == SslMode.VerifyCA && parts.RootCertificate is { Length: > 0 });
        return verified || parts.Host!.Split(',', StringSplitOptions.TrimEntries).All(IsThisMachine)
            ? null
            : "It lets the connection be in clear, or with a stranger. SSL Mode=VerifyFull keeps both out.";
    }

    public string Describe(string connectionString)
    {
        NpgsqlConnectionStringBuilder parts = new(connectionString);
        return $"the database '{parts.Database}' at {parts.Host}";
    }

    public async Task<DatabaseFacts> ReadFactsAsync(DbDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("SELECT current_setting('server_version'), current_setting('server_version_num')::int, clock_timestamp()");
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var version = row.GetInt32(1);
        return new DatabaseFacts(
            $"{Name} {row.GetString(0)}",
            row.GetFieldValue<DateTimeOffset>(2),
            version >= 150_000 ? [] : [new DatabaseFault($"PostgreSQL {row.GetString(0)} is too old: 15 is the oldest that is tested.")]);
    }

    public bool HasPrivate(string dataFolder) => Directory.Exists(Path.Combine(dataFolder, "pg", "cluster"));

    public async Task<IPrivateDatabase?> StartPrivateAsync(string dataFolder, DatabaseUse use, ILogger log, CancellationToken cancel) =>
        await PostgresCluster.StartAsync(new PrivateClusterOptions(dataFolder), use, log, cancel);

    public DatabaseShell Shell(string connectionString)
    {
        NpgsqlConnectionStringBuilder parts = new(connectionString);
        var port = parts.Port.ToString(CultureInfo.InvariantCulture);
        return new DatabaseShell(
            "psql",
            ["-h", parts.Host ?? "", "-p", port, "-U", parts.Username ?? "", parts.Database ?? ""],
            new Dictionary<string, string?> { ["PGPASSWORD"] = parts.Password },
            "-c",
            "Debian: postgresql-client");
    }

    /// <summary>A socket in the file system or an abstract one, or a name or address; one of several may have a port of its own.</summary>
    private static bool IsThisMachine(string host) =>
        host.StartsWith('/') || host.StartsWith('@') || ConnectionText.IsThisMachine(host.IndexOf(':') == host.LastIndexOf(':') ? host.Split(':')[0] : host);
}
