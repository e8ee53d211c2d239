using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>The statements about counters of tries.</summary>
internal static class AttemptSql
{
    public static AttemptStatements Statements { get; } = new()
    {
        // The key is held also where there is no row yet: of a hundred first tries one makes it, and the others wait and add to it.
        Add = $"""
            {Batch.Transaction}
            DECLARE @counted TABLE ([count] int NOT NULL);
            UPDATE attempts WITH (UPDLOCK, HOLDLOCK, ROWLOCK) SET
                [count] = CASE WHEN expires_at <= @now THEN 1 ELSE [count] + 1 END,
                expires_at = CASE WHEN expires_at <= @now THEN @expires_at ELSE expires_at END
            OUTPUT inserted.[count] INTO @counted
            WHERE pool_id = @pool AND [key] = @key;
            INSERT INTO attempts (pool_id, [key], [count], expires_at)
            OUTPUT inserted.[count] INTO @counted
            SELECT @pool, @key, 1, @expires_at
            WHERE NOT EXISTS (SELECT 1 FROM @counted);
            {Batch.Commit}
            SELECT [count] FROM @counted;
            """,

        Count = "SELECT [count] FROM attempts WHERE pool_id = @pool AND [key] = @key AND expires_at > @now",

        TakeBack = "UPDATE attempts SET [count] = [count] - 1 WHERE pool_id = @pool AND [key] = @key AND [count] > 0",

        Clear = "DELETE FROM attempts WHERE pool_id = @pool AND [key] = @key",
    };
}
