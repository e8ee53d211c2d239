using System.Data.Common;
using IdentitySource.Storage.SqlServer;
using IdentitySource.TestKit.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Storage.Tests;

/// <summary>On the SQL Server that is named for tests; where none is, nothing is made and nothing runs.</summary>
public sealed class SqlServerGround : StoreGround
{
    /// <summary>A request of another session that waits for a lock; seen by who may view the server's state, as who makes databases may.</summary>
    private const string Waiting = """
        SELECT CASE WHEN EXISTS (
            SELECT 1 FROM sys.dm_exec_requests waits WHERE waits.database_id = DB_ID() AND waits.session_id <> @@SPID AND waits.wait_type LIKE 'LCK%') THEN 1 ELSE 0 END
        """;

    protected override string Settings => "Connect Timeout=60;Max Pool Size=25";

    protected override Task<string?> CreateDatabaseAsync() => SqlServerDatabases.CreateMigratedAsync();

    protected override Task DropDatabaseAsync(string connectionString) => SqlServerDatabases.DropAsync(connectionString);

    protected override IServiceCollection AddProvider(IServiceCollection services) => services.AddSqlServer();

    protected override async Task<bool> IsSomebodyWaitingAsync()
    {
        await using var command = Get<DbDataSource>().CreateCommand(Waiting);
        return (int)(await command.ExecuteScalarAsync())! == 1;
    }
}
