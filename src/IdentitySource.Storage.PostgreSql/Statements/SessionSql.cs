using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>The statements about sessions. An ended one keeps its row for a while; its expiry is brought back to its end, which is what the sweeper looks at.</summary>
internal static class SessionSql
{
    private const string Alive = """
        s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
            AND u.status = 'Activated' AND NOT u.blocked
        """;

    /// <summary>
    /// The person, while the proof that was looked at still holds. A change of the password or a block locks this row and then
    /// ends the sessions and grants that it sees: whoever comes later waits here and finds the other stamp, so none slips in between.
    /// </summary>
    public const string Proven = """
        SELECT id FROM users
        WHERE pool_id = @pool AND id = @person AND security_stamp IS NOT DISTINCT FROM @stamp AND status = 'Activated' AND NOT blocked
        FOR NO KEY UPDATE
        """;

    /// <summary>What the person's own row says of it, in the same statement: a sign-in that came to nothing is not counted.</summary>
    public const string Counted = """
        UPDATE users u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = left(@remote_address, 64)
        FROM signed WHERE u.pool_id = @pool AND u.id = signed.user_id
        """;

    /// <summary>Whether the person has signed out of the application and is signed in to the others.</summary>
    private const string Left = "coalesce(position(@application::text in s.signed_out_of) > 0, false)";

    public static SessionStatements Statements { get; } = new()
    {
        FindPresence = $"""
            SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at, {Left}, {AccessSql.MayEnter}, c.scopes, c.claims, c.given_at
            FROM sessions s
            JOIN users u ON u.pool_id = s.pool_id AND u.id = s.user_id
            JOIN applications p ON p.pool_id = s.pool_id AND p.id = @application
            LEFT JOIN consents c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
            WHERE {Alive} AND (s.application_id IS NULL OR s.application_id = @application)
            """,

        // Of an application that shows no consent page, what it was granted and still holds is all that it was allowed. A row
        // stays for a while after its end, so that a replay is known.
        FindTold = $"""
            SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at,
                concat_ws(' ', c.scopes, (
                    SELECT string_agg(DISTINCT a.scopes, ' ') FROM authorizations a
                    WHERE a.pool_id = s.pool_id AND a.user_id = s.user_id AND a.application_id = @application
                        AND a.revoked_at IS NULL AND a.expires_at > @kept_until)),
                {GrantSql.PersonColumns},
                (SELECT json_agg(r.name ORDER BY r.name)::text
                 FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
                 WHERE ur.pool_id = s.pool_id AND ur.user_id = s.user_id) AS roles
            FROM sessions s
            JOIN users u ON u.pool_id = s.pool_id AND u.id = s.user_id
            JOIN applications p ON p.pool_id = s.pool_id AND p.id = @application
            LEFT JOIN consents c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
            WHERE {Alive} AND s.application_id IS NOT DISTINCT FROM @owner AND NOT {Left} AND {AccessSql.MayEnter}
            """,

        FindPerson = $"""
            SELECT s.id, s.user_id, s.authenticated_at, s.methods, u.name, u.email, u.user_name, u.phone_number
            FROM sessions s
            JOIN users u ON u.pool_id = s.pool_id AND u.id = s.user_id
            WHERE {Alive} AND s.application_id IS NOT DISTINCT FROM @application
            """,

        Start = $"""
            WITH signed AS (
                INSERT INTO sessions (pool_id, id, user_id, application_id, handle_hash, authenticated_at, methods, last_seen_at, expires_at, remote_address, user_agent)
                SELECT @pool, @id, p.id, @application, @handle, @now, @methods, @now, @expires_at, left(@remote_address, 64), left(@user_agent, 300)
                FROM ({Proven}) p
                RETURNING user_id
            )
            {Counted}
            """,

        Renew = $"""
            WITH signed AS (
                UPDATE sessions s SET handle_hash = @handle, authenticated_at = @now, methods = @methods, last_seen_at = @now, expires_at = @expires_at
                FROM ({Proven}) p
                WHERE s.pool_id = @pool AND s.id = @id AND s.user_id = p.id AND s.ended_at IS NULL AND s.expires_at > @now
                RETURNING s.user_id
            )
            {Counted}
            """,

        End = """
            UPDATE sessions SET ended_at = @now, expires_at = least(expires_at, @now)
            WHERE pool_id = @pool AND id = @id AND ended_at IS NULL
            """,

        // Two statements, because one sees only what was committed before it began; sent together they are one transaction. Rows are
        // locked in one order, so that two of these at once wait for each other and do not deadlock.
        EndAll = """
            WITH open AS (
                SELECT id FROM sessions WHERE pool_id = @pool AND user_id = @person AND ended_at IS NULL ORDER BY id FOR UPDATE
            )
            UPDATE sessions s SET ended_at = @now, expires_at = least(expires_at, @now) FROM open WHERE s.pool_id = @pool AND s.id = open.id;
            WITH granted AS (
                SELECT id FROM authorizations WHERE pool_id = @pool AND user_id = @person AND revoked_at IS NULL ORDER BY id FOR UPDATE
            )
            UPDATE authorizations a SET revoked_at = @now, revoked_reason = @reason FROM granted WHERE a.pool_id = @pool AND a.id = granted.id
            """,

        // In one session what was granted for offline use lives on (OIDC Core §11); in all of them nothing does.
        Leave = $"""
            WITH open AS (
                SELECT id FROM sessions
                WHERE pool_id = @pool AND user_id = @person AND ended_at IS NULL AND (application_id IS NULL OR application_id = @application)
                    AND (@session IS NULL OR id = @session)
                ORDER BY id FOR UPDATE
            ), behind AS (
                UPDATE sessions s SET
                    signed_out_of = CASE WHEN s.application_id IS NOT NULL OR {Left} THEN s.signed_out_of ELSE concat_ws(' ', s.signed_out_of, @application::text) END,
                    ended_at = CASE WHEN s.application_id IS NOT NULL THEN @now END,
                    expires_at = CASE WHEN s.application_id IS NOT NULL THEN least(s.expires_at, @now) ELSE s.expires_at END
                FROM open WHERE s.pool_id = @pool AND s.id = open.id
            ), granted AS (
                SELECT id FROM authorizations
                WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL
                    AND (@session IS NULL OR (session_id = @session AND NOT offline))
                ORDER BY id FOR UPDATE
            )
            UPDATE authorizations a SET revoked_at = @now, revoked_reason = @reason FROM granted WHERE a.pool_id = @pool AND a.id = granted.id
            """,

        Return = """
            UPDATE sessions SET signed_out_of = nullif(btrim(replace(concat(' ', signed_out_of, ' '), concat(' ', @application::text, ' '), ' ')), '')
            WHERE pool_id = @pool AND id = @id
            """,
    };
}
