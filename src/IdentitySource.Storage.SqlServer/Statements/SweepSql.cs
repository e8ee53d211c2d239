using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>
/// The sweeper's statements. A row is looked at under its lock (a refresh token whose expiry moved just now stays), and one that is
/// locked already is left alone.
/// </summary>
internal static class SweepSql
{
    /// <summary>As time and day are compared on PostgreSQL: a day has ended by the time when its first moment is before it.</summary>
    private const string BeforeAsDay = "CAST(DATEADD(nanosecond, -100, @before) AS date)";

    public static SweepStatements Statements { get; } = new()
    {
        Authorizations = WithDependents("authorizations", "expires_at", """
            AND NOT EXISTS (SELECT 1 FROM refresh_tokens AS t WHERE t.pool_id = its.pool_id AND t.authorization_id = its.id AND t.expires_at >= @before)
            """),
        RefreshTokens = Rows("refresh_tokens", "expires_at"),
        AccessTokens = Rows("access_tokens", "expires_at"),
        RevokedAccessTokens = Rows("revoked_access_tokens", "expires_at"),
        Sessions = Rows("sessions", "expires_at"),
        ConsoleSessions = Rows("console_sessions", "expires_at"),
        UserImports = WithDependents("user_imports", "finished_at"),
        OutboxMails = Rows("outbox_mails", "sent_at"),
        Attempts = Rows("attempts", "expires_at"),
        ApiAnswers = Rows("api_answers", "expires_at"),
        Changes = Rows("changes", "at"),
        FailureEvents = Rows("events", "at", "AND its.success = 0"),
        OtherEvents = Rows("events", "at", "AND its.success = 1"),
        DailyCounts = Days("daily_counts"),
        DailyVisitors = Days("daily_visitors"),
    };

    private static string Rows(string table, string end, string unless = "") => Ended(table, $"its.{end} < @before {unless} ORDER BY its.{end}");

    private static string Days(string table) => Ended(table, $"its.day <= {BeforeAsDay} ORDER BY its.day");

    private static string Ended(string table, string ended) => $"""
        {Batch.Counting}
        {Batch.GivesWay}
        WITH ended AS (SELECT TOP (@limit) * FROM {table} AS its {Held.OrPassedOver} WHERE {ended})
        DELETE FROM ended;
        """;

    /// <summary>Where a trigger takes the dependents along, the rows are named by their key: it is the table that has the trigger.</summary>
    private static string WithDependents(string table, string end, string unless = "") => $"""
        {Batch.Counting}
        {Batch.GivesWay}
        DELETE gone FROM {table} AS gone {Held.OrPassedOver}
        JOIN (
            SELECT TOP (@limit) its.pool_id, its.id FROM {table} AS its {Held.OrPassedOver}
            WHERE its.{end} < @before {unless} ORDER BY its.{end}
        ) AS ended ON ended.pool_id = gone.pool_id AND ended.id = gone.id;
        """;
}
