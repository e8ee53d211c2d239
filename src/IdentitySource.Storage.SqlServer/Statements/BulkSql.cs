using IdentitySource.Storage.Events;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>
/// Statements about many rows. These come as one text, an array of JSON: a table-valued parameter would need a type in the database, a
/// temporary table a round trip of its own.
/// </summary>
internal static class BulkSql
{
    /// <summary>With the event's columns as parameters.</summary>
    public const string AddEvent = $"""
        {Batch.Counting}
        INSERT INTO events (pool_id, id, at, kind, success, administrative, reason, user_id, application_id, reference, remote_address, user_agent, detail)
        SELECT @pool, @id, @at, @kind, @success, @administrative, @reason, @person, @application, @reference, @remote_address, @user_agent, @detail
        WHERE NOT EXISTS (SELECT 1 FROM events WITH (UPDLOCK, HOLDLOCK, ROWLOCK) WHERE pool_id = @pool AND id = @id)
        """;

    /// <summary>
    /// Adds <c>@counts</c> and what <c>@visitors</c> add. The servers take turns: each adds to rows that others add to as well, and
    /// makes those that are missing.
    /// <para>Who is here for the first time on a day is counted by the days since the last time. Whose earlier day is written after a
    /// later one, as two servers may at midnight, is counted twice in between.</para>
    /// </summary>
    public static readonly string Count = $"""
        {Batch.Transaction}
        {Turn.Take("'daily_counts'")}
        DECLARE @added TABLE (pool_id binary(16) NOT NULL, day date NOT NULL, measure nvarchar(20) COLLATE {Collation.CodeUnits} NOT NULL,
            [key] nvarchar(100) COLLATE {Collation.CodeUnits} NOT NULL, [count] bigint NOT NULL);
        DECLARE @here TABLE (pool_id binary(16) NOT NULL, day date NOT NULL, user_id binary(16) NOT NULL);
        DECLARE @fresh TABLE (pool_id binary(16) NOT NULL, day date NOT NULL, user_id binary(16) NOT NULL);
        INSERT INTO @added (pool_id, day, measure, [key], [count])
        SELECT {Id(0)}, {Value(1, "date")}, {Value(2, "nvarchar(20)")}, {Value(3, "nvarchar(100)")}, {Value(4, "bigint")}
        FROM OPENJSON(@counts) AS noted;
        INSERT INTO @here (pool_id, day, user_id)
        SELECT {Id(0)}, {Value(1, "date")}, {Id(2)}
        FROM OPENJSON(@visitors) AS noted;
        INSERT INTO daily_visitors (pool_id, day, user_id)
        OUTPUT inserted.pool_id, inserted.day, inserted.user_id INTO @fresh
        SELECT h.pool_id, h.day, h.user_id FROM @here AS h
        WHERE NOT EXISTS (SELECT 1 FROM daily_visitors AS v WHERE v.pool_id = h.pool_id AND v.user_id = h.user_id AND v.day = h.day);
        INSERT INTO @added (pool_id, day, measure, [key], [count])
        SELECT since.pool_id, since.day, '{Measure.Visitor}', CAST(since.days AS nvarchar(100)), COUNT_BIG(*)
        FROM (
            SELECT past.pool_id, past.day, CASE WHEN past.days < {Measure.LongestAbsence} THEN past.days ELSE {Measure.LongestAbsence} END AS days
            FROM (
                SELECT f.pool_id, f.day, DATEDIFF(day, (
                    SELECT MAX(v.day) FROM daily_visitors AS v WHERE v.pool_id = f.pool_id AND v.user_id = f.user_id AND v.day < f.day), f.day) AS days
                FROM @fresh AS f) AS past) AS since
        GROUP BY since.pool_id, since.day, since.days;
        UPDATE c SET [count] = c.[count] + a.[count]
        FROM daily_counts AS c
        JOIN @added AS a ON a.pool_id = c.pool_id AND a.day = c.day AND a.measure = c.measure AND a.[key] = c.[key];
        INSERT INTO daily_counts (pool_id, day, measure, [key], [count])
        SELECT a.pool_id, a.day, a.measure, a.[key], a.[count] FROM @added AS a
        WHERE NOT EXISTS (SELECT 1 FROM daily_counts AS c WHERE c.pool_id = a.pool_id AND c.day = a.day AND c.measure = a.measure AND c.[key] = a.[key]);
        {Batch.Commit}
        """;

    public static readonly string SeeSessions = Bring("sessions", "last_seen_at", "its.last_seen_at < noted.at");

    public static readonly string UseAccessKeys = Bring("access_keys", "last_used_at", "(its.last_used_at IS NULL OR its.last_used_at < noted.at)");

    /// <summary>A row that somebody else holds is passed over.</summary>
    private static string Bring(string table, string column, string forward) => $"""
        {Batch.Alone}
        DECLARE @noted TABLE (pool_id binary(16) NOT NULL, id binary(16) NOT NULL, at datetimeoffset(6) NOT NULL);
        INSERT INTO @noted (pool_id, id, at)
        SELECT {Id(0)}, {Id(1)}, {Value(2, "datetimeoffset(6)")}
        FROM OPENJSON(@rows) AS noted;
        UPDATE its SET {column} = noted.at
        FROM {table} AS its {Held.OrPassedOver}
        JOIN @noted AS noted ON noted.pool_id = its.pool_id AND noted.id = its.id
        WHERE {forward};
        """;

    private static string Id(int place) => $"CONVERT(binary(16), JSON_VALUE(noted.[value], '$[{place}]'), 2)";

    private static string Value(int place, string type) => $"CAST(JSON_VALUE(noted.[value], '$[{place}]') AS {type})";
}
