using System.Globalization;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IdentitySource.Storage.Tests.PrivateCluster;

/// <summary>A data folder of one test. Nothing of it survives the test, whatever the test did.</summary>
internal sealed class ClusterPlace : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("is-cluster-").FullName;

    public ClusterPlace(string below = "data")
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

    public Task<PostgresCluster> StartAsync(ClusterUse use = ClusterUse.Server, bool durable = false, string? binaries = null) =>
        PostgresCluster.StartAsync(new PrivateClusterOptions(Data, durable, BinariesFolder: binaries), use, NullLogger.Instance, default);

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

    public void Dispose()
    {
        if (File.Exists(PidFile) && Shell.IsRunning(Pid))
        {
            Shell.Run("kill", "-QUIT", $"{Pid}");
        }

        if (new FileInfo(Home).LinkTarget is { } elsewhere)
        {
            Directory.Delete(elsewhere, recursive: true);
        }

        Shell.Run("rm", "-rf", root);
    }
}
