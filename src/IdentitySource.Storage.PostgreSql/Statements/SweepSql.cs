using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>
/// The sweeper's statements. A row is looked at again under its lock (a refresh token whose expiry moved just now stays), and
/// one that is locked already is left alone.
/// </summary>
internal static class SweepSql
{
    public static SweepStatements Statements { get; } = new()
    {
        Authorizations = Batch("authorizations", "expires_at", """
            AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.pool_id = row.pool_id AND t.authorization_id = row.id AND t.expires_at >= @before)
            """),
        RefreshTokens = Batch("refresh_tokens", "expires_at"),
        AccessTokens = Batch("access_tokens", "expires_at"),
        RevokedAccessTokens = Batch("revoked_access_tokens", "expires_at"),
        Sessions = Batch("sessions", "expires_at"),
        ConsoleSessions = Batch("console_sessions", "expires_at"),
        UserImports = Batch("user_imports", "finished_at"),
        OutboxMails = Batch("outbox_mails", "sent_at"),
        Attempts = Batch("attempts", "expires_at"),
        ApiAnswers = Batch("api_answers", "expires_at"),
        Changes = Batch("changes", "at"),
        FailureEvents = Batch("events", "at", "AND NOT row.success"),
        OtherEvents = Batch("events", "at", "AND row.success"),
        DailyCounts = Batch("daily_counts", "day"),
        DailyVisitors = Batch("daily_visitors", "day"),
    };

    private static string Batch(string table, string end, string unless = "") => $"""
        DELETE FROM {table} WHERE ctid = ANY (ARRAY(
            SELECT row.ctid FROM {table} row WHERE row.{end} < @before {unless} ORDER BY row.{end} LIMIT @limit FOR UPDATE SKIP LOCKED))
        """;
}
