using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>The statements about user pools.</summary>
internal static class PoolSql
{
    public static PoolStatements Statements { get; } = new()
    {
        // A foreign key's look at the row (FOR KEY SHARE) does not wait for this lock.
        TakeTurn = "SELECT FROM user_pools WHERE id = @pool FOR NO KEY UPDATE",
    };
}
