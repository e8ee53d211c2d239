using IdentitySource.Storage.PostgreSql;
using IdentitySource.TestKit.Postgres;
using IdentitySource.TestKit.SqlServer;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IdentitySource.Storage.Tests;

/// <summary>On PostgreSQL, with its own words for the tests that are about it alone.</summary>
public sealed class PostgresGround : StoreGround
{
    /// <summary>With false the database sends everybody away and lets nobody in.</summary>
    public async Task AllowConnectionsAsync(bool allow)
    {
        NpgsqlConnectionStringBuilder elsewhere = new(ConnectionString) { Pooling = false };
        var name = elsewhere.Database;
        elsewhere.Database = "postgres";
        await using var source = NpgsqlDataSource.Create(elsewhere);
        await using var command = source.CreateCommand($"ALTER DATABASE {name} ALLOW_CONNECTIONS {(allow ? "true" : "false")}");
        await command.ExecuteNonQueryAsync();
        if (!allow)
        {
            await using var dismiss = source.CreateCommand($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
            await dismiss.ExecuteNonQueryAsync();
        }
    }

    public async Task<int> DoAsync(string statement)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(statement);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string question)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(question);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> CountAsync(string table, Guid poolId) => AskAsync<long>($"SELECT count(*) FROM {table} WHERE pool_id = '{poolId}'");

    protected override Task<bool> IsSomebodyWaitingAsync() =>
        AskAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");

    protected override string Settings => "Timeout=60;Maximum Pool Size=25";

    protected override async Task<string?> CreateDatabaseAsync() => await MigratedDatabase.CloneAsync();

    protected override Task DropDatabaseAsync(string connectionString) => TestCluster.DropDatabaseAsync(connectionString);

    protected override IServiceCollection AddProvider(IServiceCollection services) => services.AddPostgreSql().AskSqlServerToo();
}
