using System.Globalization;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IdentitySource.Storage.Tests.PrivateCluster;

/// <summary>A data folder of one test. Nothing of it survives the test, whatever the test did.</summary>
public sealed class ClusterPlace : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("is-cluster-").FullName;

    public ClusterPlace()
        : this("data")
    {
    }

    internal ClusterPlace(string below)
    {
        // Passable for the account that root lends PostgreSQL to.
        File.SetUnixFileMode(root, File.GetUnixFileMode(root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Data = Path.Combine(root, below);
    }

    public string Root => root;

    public string Data { get; }

    public string Home => Path.Combine(Data, "pg");

    public string Cluster => Path.Combine(Home, "cluster");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    public int Pid => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    /// <summary>The account that PostgreSQL's processes have here.</summary>
    public static string? Account => Environment.IsPrivilegedProcess ? "postgres" : null;

    public Task<PostgresCluster> StartAsync(DatabaseUse use = DatabaseUse.Server, bool durable = false, string? binaries = null) =>
        PostgresCluster.StartAsync(new PrivateClusterOptions(Data, durable, BinariesFolder: binaries), use, NullLogger.Instance, default);

    /// <summary>A stopped cluster, made now if no test before has made it.</summary>
    public async Task MakeAsync()
    {
        if (!Directory.Exists(Cluster))
        {
            await (await StartAsync()).StopAsync(default);
        }
    }

    /// <summary>Changes a file of the stopped cluster until it is disposed of.</summary>
    public IDisposable Change(string name, Func<string, string> change)
    {
        var file = Path.Combine(Cluster, name);
        var text = File.ReadAllText(file);
        File.WriteAllText(file, change(text));
        return new Restore(() => File.WriteAllText(file, text));
    }

    public static async Task<T> AskAsync<T>(string connectionString, string query)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(query, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task DoAsync(string connectionString, string statement)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    public void KillDatabase()
    {
        if (File.Exists(PidFile) && Shell.IsRunning(Pid) && File.ReadAllText($"/proc/{Pid}/cmdline").Contains(Cluster, StringComparison.Ordinal))
        {
            Shell.Run("kill", "-QUIT", Pid.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Dispose()
    {
        KillDatabase();
        if (new FileInfo(Home).LinkTarget is { } elsewhere)
        {
            Directory.Delete(elsewhere, recursive: true);
        }

        Shell.Run("rm", "-rf", root);
    }

    private sealed class Restore(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }
}
