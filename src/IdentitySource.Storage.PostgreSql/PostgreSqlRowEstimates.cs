using System.Text.Json;
using IdentitySource.Storage.Ports;
using Npgsql;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>What the planner expects: its statistics know the share of each large pool, as of the last (automatic) ANALYZE.</summary>
public sealed class PostgreSqlRowEstimates(NpgsqlDataSource source) : IRowEstimates
{
    internal const string Users = "EXPLAIN (FORMAT JSON) SELECT FROM users WHERE pool_id = $1";

    public async Task<long> UsersAsync(Guid poolId, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Users);
        command.Parameters.Add(new() { Value = poolId });
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(cancel))!);
        return plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetInt64();
    }
}
