using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace IdentitySource.TestKit.Postgres;

/// <summary>
/// Databases for tests. A private cluster without durability is started for the first of them and dies with the test process; or
/// IDENTITYSOURCE_TEST_POSTGRES names a server, as a connection string of an account that may create databases.
/// </summary>
public static class TestCluster
{
    public const string ServerVariable = "IDENTITYSOURCE_TEST_POSTGRES";

    private static readonly Lazy<Task<TestServer>> Server = new(StartAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();

    /// <summary>Makes an empty database, or a copy of another one that nobody is connected to, and answers its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var server = await Server.Value;
        return await server.CreateAsync(NewName(), template ?? "template0");
    }

    /// <summary>Drops a database made here, also under the feet of connections that a test left open.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        await using (NpgsqlConnection pooled = new(connectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await (await Server.Value).DropAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!);
    }

    /// <summary>
    /// A database of one's own that looks as <paramref name="prepare"/> left it (migrated, say). It runs once in a process for each key,
    /// on a template; a copy takes some 30 ms.
    /// </summary>
    public static async Task<string> CloneAsync(string templateKey, Func<string, Task> prepare)
    {
        var template = await Templates.GetOrAdd(templateKey, _ => new Lazy<Task<string>>(() => PrepareAsync(prepare))).Value;
        return await CreateDatabaseAsync(template);
    }

    private static async Task<string> PrepareAsync(Func<string, Task> prepare)
    {
        var connectionString = await CreateDatabaseAsync();
        await prepare(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

        // A database with a connection cannot be copied: nobody may come back to this one, and who stayed is sent away.
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        var server = await Server.Value;
        await server.ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await server.ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
        return name;
    }

    private static Task<TestServer> StartAsync() =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given
            ? TestServer.UseAsync(given)
            : TestServer.StartPrivateAsync();

    /// <summary>The hour is in the name, so that a later run knows what an earlier one left behind.</summary>
    private static string NewName() =>
        string.Create(CultureInfo.InvariantCulture, $"{TestServer.Prefix}{TestServer.Hour()}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
}
