using System.Data.Common;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Storage.SqlServer;

/// <summary>
/// What the statistics of the key say: they have a step of their own for each large pool, as of the last (automatic) update. A pool
/// between two steps gets the average there. Whoever may read the table may read them. Nothing is run against the table itself.
/// </summary>
public sealed class SqlServerRowEstimates(DbDataSource source) : IRowEstimates
{
    internal const string Users = """
        SELECT TOP (1) CAST(CASE WHEN CAST(step.range_high_key AS binary(16)) = @pool THEN step.equal_rows ELSE step.average_range_rows END AS bigint)
        FROM sys.stats AS known
        CROSS APPLY sys.dm_db_stats_histogram(known.object_id, known.stats_id) AS step
        WHERE known.object_id = OBJECT_ID('users') AND known.stats_id = 1 AND CAST(step.range_high_key AS binary(16)) >= @pool
        ORDER BY step.step_number
        """;

    /// <returns>Nothing for a pool behind all that the statistics know, and while there are none.</returns>
    public async Task<long> UsersAsync(Guid poolId, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Users);
        _ = new Statement(command, SqlServerStorage.Dialect).With("pool", poolId);
        return await command.ExecuteScalarAsync(cancel) is long rows ? rows : 0;
    }
}
