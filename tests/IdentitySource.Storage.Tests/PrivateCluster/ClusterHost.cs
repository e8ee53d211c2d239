using System.Runtime.InteropServices;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IdentitySource.Storage.Tests.PrivateCluster;

/// <summary>
/// A process that holds a cluster, for the tests that interrupt or kill one: this assembly run as a program. It says "up" and, asked
/// to end, proves that the database outlived the request before it stops it.
/// </summary>
internal static class ClusterHost
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["test-cluster"])
        {
            Console.WriteLine($"up {await TestCluster.CreateDatabaseAsync()}");
            await Task.Delay(Timeout.Infinite);
        }

        TaskCompletionSource asked = new();
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            asked.TrySetResult();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            PrivateClusterOptions options = new(arguments[0], Durable: false);
            var cluster = await PostgresCluster.StartAsync(options, DatabaseUse.Server, NullLogger.Instance, default);
            Console.WriteLine("up");
            await asked.Task;

            // Time for the signal to reach PostgreSQL too, if it reaches it.
            await Task.Delay(300);
            await using NpgsqlConnection connection = new(cluster.ConnectionString);
            await connection.OpenAsync();
            Console.WriteLine("answered");
            await connection.CloseAsync();
            await cluster.StopAsync(default);
            Console.WriteLine("stopped");
            return 0;
        }
        catch (PrivateDatabaseException fault)
        {
            Console.WriteLine(fault.Message);
            return 1;
        }
    }
}
