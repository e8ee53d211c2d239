using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>The statements about user pools.</summary>
internal static class PoolSql
{
    public static PoolStatements Statements { get; } = new()
    {
        // By a name: every lock of the row that keeps another turn out is one that foreign keys of new rows would wait for.
        TakeTurn = $"""
            {Batch.Silent}
            DECLARE @id char(32) = CONVERT(char(32), @pool, 2);
            {Turn.Take("@id")}
            """,
    };
}
