using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>The statements about sessions. An ended one keeps its row for a while; its expiry is brought back to its end, which is what the sweeper looks at.</summary>
internal static class SessionSql
{
    private const string Alive = """
        s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
            AND u.status = 'Activated' AND u.blocked = 0
        """;

    private static readonly string Application = Expression.Text("@application");

    /// <summary>Whether the person has signed out of the application and is signed in to the others.</summary>
    private static readonly string Left = Expression.Flag($"CHARINDEX({Application}, s.signed_out_of) > 0");

    public static SessionStatements Statements { get; } = new()
    {
        FindPresence = $"""
            SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at, {Left}, {AccessSql.MayEnter}, c.scopes, c.claims, c.given_at
            FROM sessions AS s
            JOIN users AS u ON u.pool_id = s.pool_id AND u.id = s.user_id
            JOIN applications AS p ON p.pool_id = s.pool_id AND p.id = @application
            LEFT JOIN consents AS c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
            WHERE {Alive} AND (s.application_id IS NULL OR s.application_id = @application)
            """,

        // Of an application that shows no consent page, what it was granted and still holds is all that it was allowed. A row
        // stays for a while after its end, so that a replay is known.
        FindTold = $"""
            SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at,
                CONCAT_WS(' ', c.scopes, (
                    SELECT STRING_AGG(granted.scopes, ' ') FROM (
                        SELECT DISTINCT CAST(a.scopes AS nvarchar(max)) AS scopes FROM authorizations AS a
                        WHERE a.pool_id = s.pool_id AND a.user_id = s.user_id AND a.application_id = @application
                            AND a.revoked_at IS NULL AND a.expires_at > @kept_until) AS granted)),
                {PersonSql.Columns},
                {PersonSql.RolesOf("s")} AS roles
            FROM sessions AS s
            JOIN users AS u ON u.pool_id = s.pool_id AND u.id = s.user_id
            JOIN applications AS p ON p.pool_id = s.pool_id AND p.id = @application
            LEFT JOIN consents AS c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
            WHERE {Alive} AND {Expression.Same("s.application_id", "@owner")} AND {Left} = 0 AND {AccessSql.MayEnter} = 1
            """,

        FindPerson = $"""
            SELECT s.id, s.user_id, s.authenticated_at, s.methods, u.name, u.email, u.user_name, u.phone_number
            FROM sessions AS s
            JOIN users AS u ON u.pool_id = s.pool_id AND u.id = s.user_id
            WHERE {Alive} AND {Expression.Same("s.application_id", "@application")}
            """,

        Start = $"""
            {Batch.Transaction}
            {PersonSql.Proven}
            DECLARE @signed TABLE (user_id binary(16) NOT NULL);
            INSERT INTO sessions (pool_id, id, user_id, application_id, handle_hash, authenticated_at, methods, last_seen_at, expires_at, remote_address, user_agent)
            OUTPUT inserted.user_id INTO @signed
            SELECT @pool, @id, p.user_id, @application, @handle, @now, @methods, @now, @expires_at, LEFT(@remote_address, 64), LEFT(@user_agent, 300)
            FROM @proven AS p;
            {Batch.Counting}
            {PersonSql.Counted}
            {Batch.Commit}
            """,

        Renew = $"""
            {Batch.Transaction}
            {PersonSql.Proven}
            DECLARE @signed TABLE (user_id binary(16) NOT NULL);
            UPDATE s SET handle_hash = @handle, authenticated_at = @now, methods = @methods, last_seen_at = @now, expires_at = @expires_at
            OUTPUT inserted.user_id INTO @signed
            FROM sessions AS s JOIN @proven AS p ON p.user_id = s.user_id
            WHERE s.pool_id = @pool AND s.id = @id AND s.ended_at IS NULL AND s.expires_at > @now;
            {Batch.Counting}
            {PersonSql.Counted}
            {Batch.Commit}
            """,

        End = $"""
            {Batch.Counting}
            UPDATE sessions SET ended_at = @now, expires_at = {Expression.Earlier("expires_at", "@now")}
            WHERE pool_id = @pool AND id = @id AND ended_at IS NULL
            """,

        // Two statements, because one sees only what was committed before it began. Of each, all that do the same go by the same index,
        // and so lock in the same order.
        EndAll = $"""
            {Batch.TransactionOfAnAct}
            UPDATE sessions SET ended_at = @now, expires_at = {Expression.Earlier("expires_at", "@now")}
            WHERE pool_id = @pool AND user_id = @person AND ended_at IS NULL;
            {Batch.Counting}
            UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
            WHERE pool_id = @pool AND user_id = @person AND revoked_at IS NULL;
            {Batch.Commit}
            """,

        // In one session what was granted for offline use lives on (OIDC Core §11); in all of them nothing does.
        Leave = $"""
            {Batch.Transaction}
            UPDATE s SET
                signed_out_of = CASE WHEN s.application_id IS NOT NULL OR {Left} = 1 THEN s.signed_out_of ELSE CONCAT_WS(' ', s.signed_out_of, {Application}) END,
                ended_at = CASE WHEN s.application_id IS NOT NULL THEN @now END,
                expires_at = CASE WHEN s.application_id IS NOT NULL AND s.expires_at > @now THEN @now ELSE s.expires_at END
            FROM sessions AS s
            WHERE s.pool_id = @pool AND s.user_id = @person AND s.ended_at IS NULL AND (s.application_id IS NULL OR s.application_id = @application)
                AND (@session IS NULL OR s.id = @session);
            {Batch.Counting}
            UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
            WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL
                AND (@session IS NULL OR (session_id = @session AND offline = 0));
            {Batch.Commit}
            """,

        Return = $"""
            UPDATE sessions SET signed_out_of = NULLIF(TRIM(REPLACE(CONCAT(' ', signed_out_of, ' '), CONCAT(' ', {Application}, ' '), ' ')), '')
            WHERE pool_id = @pool AND id = @id
            """,
    };
}
