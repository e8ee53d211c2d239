using System.Data.Common;
using IdentitySource.Storage.Ports;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.SqlServer;

/// <summary>SQL Server, always one that is there already.</summary>
public sealed class SqlServerEngine : IDatabaseEngine
{
    private const string Form = "Server=…;Database=…;User ID=…;Password=…";

    /// <summary>2019.</summary>
    private const int OldestVersion = 15;

    /// <summary>Azure SQL Database and Managed Instance: they count their versions otherwise, and are always new enough.</summary>
    private static readonly int[] Hosted = [5, 8];

    internal const string Facts = """
        SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), CAST(SERVERPROPERTY('ProductMajorVersion') AS int), CAST(SERVERPROPERTY('EngineEdition') AS int),
            CAST(here.compatibility_level AS int), here.is_read_committed_snapshot_on, SYSDATETIMEOFFSET()
        FROM sys.databases AS here WHERE here.database_id = DB_ID()
        """;

    /// <summary>Words of PostgreSQL's connection strings that SqlClient does not know.</summary>
    private static readonly string[] Foreign = ["host", "port", "username", "ssl mode", "search path"];

    private static readonly string[] Protocols = ["tcp:", "np:", "lpc:", "admin:"];

    public string Name => "SQL Server";

    public void PrepareModel() => SqlServerStorage.Prepare();

    public string? FindFault(string connectionString)
    {
        try
        {
            if (FindFault(new SqlConnectionStringBuilder(connectionString)) is { } fault)
            {
                return fault;
            }

            // Two parts that are each in order may rule each other out, which the driver says when it makes a connection of them.
            using SqlConnection made = new(SqlServerStorage.Complete(connectionString));
            return null;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // What the driver says may repeat a part of a password.
            return $"It is not in SQL Server's form: {Form}" + (ConnectionText.Says(connectionString, Foreign) ? " It looks like PostgreSQL's." : "");
        }
    }

    public string? FindWeakness(string connectionString)
    {
        SqlConnectionStringBuilder parts = new(connectionString);
        var verified = parts.Encrypt == SqlConnectionEncryptOption.Strict || (parts.Encrypt == SqlConnectionEncryptOption.Mandatory && !parts.TrustServerCertificate);
        return verified || (IsThisMachine(parts.DataSource) && parts.FailoverPartner is "")
            ? null
            : "It lets the connection be in clear, or with a stranger. Encrypt=Mandatory and TrustServerCertificate=False keep both out.";
    }

    public string Describe(string connectionString)
    {
        SqlConnectionStringBuilder parts = new(connectionString);
        return $"the database '{parts.InitialCatalog}' at {parts.DataSource}";
    }

    public async Task<DatabaseFacts> ReadFactsAsync(DbDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Facts);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var (version, level) = (row.GetString(0), row.GetInt32(3));
        List<DatabaseFault> faults = [];
        if ((row.IsDBNull(1) || row.GetInt32(1) < OldestVersion) && !Hosted.Contains(row.GetInt32(2)))
        {
            faults.Add(new($"SQL Server {version} is too old: its statements are written for 2019 (15.0) and newer."));
        }

        if (level < SqlServerStorage.Compatibility)
        {
            faults.Add(new($"The database has compatibility level {level}: run ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = {SqlServerStorage.Compatibility}."));
        }

        if (!row.GetBoolean(4))
        {
            faults.Add(new(
                "READ_COMMITTED_SNAPSHOT is off, so that readers wait for writers: run ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE.",
                MendedAtFirst: true));
        }

        return new DatabaseFacts($"{Name} {version}", row.GetFieldValue<DateTimeOffset>(5).ToUniversalTime(), faults);
    }

    public Task<IPrivateDatabase?> StartPrivateAsync(string dataFolder, DatabaseUse use, ILogger log, CancellationToken cancel) =>
        Task.FromResult<IPrivateDatabase?>(null);

    public DatabaseShell Shell(string connectionString)
    {
        SqlConnectionStringBuilder parts = new(connectionString);
        List<string> arguments = ["-S", parts.DataSource, "-d", parts.InitialCatalog, "-U", parts.UserID];
        if (parts.TrustServerCertificate)
        {
            arguments.Add("-C");
        }

        return new DatabaseShell(
            "sqlcmd", arguments, new Dictionary<string, string?> { ["SQLCMDPASSWORD"] = parts.Password }, "-Q", "Microsoft's packages: mssql-tools18");
    }

    private static string? FindFault(SqlConnectionStringBuilder parts) => parts switch
    {
        { DataSource: "" } or { InitialCatalog: "" } => $"It must name a server and a database: {Form}",
        { Authentication: not (SqlAuthenticationMethod.NotSpecified or SqlAuthenticationMethod.SqlPassword) } or { IntegratedSecurity: true } =>
            $"It asks for a way to sign in that is left out (Authentication, Integrated Security): use a SQL login: {Form}",
        { UserID: "" } => $"It names no account: {Form}",
        _ => null,
    };

    /// <summary>"tcp:db.internal,1433", a named instance, a pipe, or a dot.</summary>
    private static bool IsThisMachine(string dataSource)
    {
        var place = Protocols.FirstOrDefault(each => dataSource.StartsWith(each, StringComparison.OrdinalIgnoreCase)) is { } protocol ? dataSource[protocol.Length..] : dataSource;
        var host = place.TrimStart('\\').Split('\\', ',')[0].Trim(' ', '[', ']');
        return host is "." || host.Equals("(local)", StringComparison.OrdinalIgnoreCase) || ConnectionText.IsThisMachine(host);
    }
}
