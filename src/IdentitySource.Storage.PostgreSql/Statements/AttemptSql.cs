using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>The statements about counters of tries.</summary>
internal static class AttemptSql
{
    public static AttemptStatements Statements { get; } = new()
    {
        Add = """
            INSERT INTO attempts (pool_id, key, count, expires_at) VALUES (@pool, @key, 1, @expires_at)
            ON CONFLICT (pool_id, key) DO UPDATE SET
                count = CASE WHEN attempts.expires_at <= @now THEN 1 ELSE attempts.count + 1 END,
                expires_at = CASE WHEN attempts.expires_at <= @now THEN excluded.expires_at ELSE attempts.expires_at END
            RETURNING count
            """,

        Count = "SELECT count FROM attempts WHERE pool_id = @pool AND key = @key AND expires_at > @now",

        TakeBack = "UPDATE attempts SET count = count - 1 WHERE pool_id = @pool AND key = @key AND count > 0",

        Clear = "DELETE FROM attempts WHERE pool_id = @pool AND key = @key",
    };
}
