using System.Collections.Concurrent;
using System.Globalization;
using IdentitySource.Storage;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IdentitySource.TestKit.Postgres;

/// <summary>The server behind <see cref="TestCluster"/>: an account that makes and drops databases, and the one that tests connect as.</summary>
internal sealed class TestServer
{
    public const string Prefix = "is_test_";

    private readonly NpgsqlDataSource admin;
    private readonly string connectionString;
    private readonly ConcurrentBag<string> made = [];

    private TestServer(string adminConnectionString, string connectionString)
    {
        admin = NpgsqlDataSource.Create(adminConnectionString);
        this.connectionString = connectionString;
    }

    /// <summary>Who owns the databases; null: who makes them.</summary>
    private string? Owner { get; init; }

    /// <summary>Tests connect as the account of production, so that a missing right shows.</summary>
    public static async Task<TestServer> StartPrivateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("identitysource-test-").FullName;
        ClusterGuardian.Watch(folder);
        PrivateClusterOptions options = new(folder, Durable: false, MaxConnections: 300);
        var cluster = await PostgresCluster.StartAsync(options, DatabaseUse.Server, NullLogger.Instance, CancellationToken.None);
        var owner = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Username;
        return new TestServer(cluster.SuperuserConnectionString, cluster.ConnectionString) { Owner = owner };
    }

    /// <summary>A server that stays: what this run makes is dropped at its end, and what a killed run left is dropped a day later.</summary>
    public static async Task<TestServer> UseAsync(string adminConnectionString)
    {
        TestServer server = new(adminConnectionString, adminConnectionString);
        var yesterday = Hour(-24);
        await server.DropAllAsync(name => string.CompareOrdinal(name[Prefix.Length..], yesterday) < 0);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DropAllAsync(server.made.Contains).Wait(TimeSpan.FromSeconds(5));
        return server;
    }

    public static string Hour(int offset = 0) =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 3600 + offset).ToString("x6", CultureInfo.InvariantCulture);

    public async Task<string> CreateAsync(string name, string template)
    {
        made.Add(name);
        await ExecuteAsync($"CREATE DATABASE {name}{(Owner is null ? "" : $" OWNER {Owner}")} TEMPLATE {template}");
        return ConnectionTo(name);
    }

    private string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database, MaxPoolSize = 20, IncludeErrorDetail = true }.ConnectionString;

    public async Task ExecuteAsync(string statement)
    {
        await using var command = admin.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    public Task DropAsync(string database) =>
        database.StartsWith(Prefix, StringComparison.Ordinal)
            ? ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            : throw new ArgumentException($"{database} was not made for tests.", nameof(database));

    private async Task DropAllAsync(Func<string, bool> which)
    {
        List<string> names = [];
        await using (var command = admin.CreateCommand($"SELECT datname FROM pg_database WHERE starts_with(datname, '{Prefix}')"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                names.Add(reader.GetString(0));
            }
        }

        foreach (var name in names.Where(which))
        {
            await DropAsync(name);
        }
    }
}
