using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>
/// The grant store's statements. Those that write see the row that their lock waited for: of several calls at once the later
/// ones go on from what the first one committed (READ COMMITTED re-reads a row that changed under it).
/// </summary>
internal static class GrantSql
{
    /// <summary>The person, but for the roles, in the order of <see cref="Stores.GrantReader"/>.</summary>
    public const string PersonColumns = """
        (u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
        u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
        u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at
        """;

    /// <summary>In the order of <see cref="Stores.GrantReader"/>. Roles cost a sub-select, so only who was granted them pays it.</summary>
    private const string GrantColumns = $"""
        a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
        a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
        (a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
        {AccessSql.MayEnter} AS may_enter,
        {PersonColumns},
        CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
            (SELECT json_agg(r.name ORDER BY r.name)::text
             FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
             WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
        """;

    /// <summary>OFFSET 0 keeps the planner from reading all applications of the pool for the one that is meant.</summary>
    private const string PersonApplicationAndSession = """
        JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
        JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
        LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
        """;

    /// <summary>
    /// A refresh token of this application at this server, with its grant; alive when a use of it may write. The application is
    /// compared in a way that no index serves: before the first ANALYZE the planner would go through all that the application has.
    /// </summary>
    private const string FoundRefreshToken = $"""
        found AS (
            SELECT {GrantColumns}, t.expires_at AS token_expires_at, t.spent_at, t.successor_hash,
                t.expires_at > @now AND a.revoked_at IS NULL AND u.status = 'Activated' AND NOT u.blocked
                    AND (a.offline OR a.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL)) AS alive
            FROM refresh_tokens t
            JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
            {PersonApplicationAndSession}
            WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server
                AND a.application_id IS NOT DISTINCT FROM @application
        )
        """;

    /// <summary>The columns of <see cref="GrantColumns"/> by the names that they have in <c>found</c>.</summary>
    private const string FoundGrant = """
        f.id, f.server_id, f.application_id, f.user_id, f.session_id, f.scopes, f.rejected_scopes, f.id_token_claims, f.user_info_claims,
        f.authenticated_at, f.methods, f.nonce, f.created_at, f.offline, f.revoked_at, f.session_ended,
        f.may_enter, f.active, f.user_name, f.email, f.email_confirmed, f.phone_number, f.phone_number_confirmed,
        f.external_id, f.name, f.given_name, f.family_name, f.middle_name, f.nickname, f.preferred_username, f.profile, f.picture, f.website,
        f.gender, f.birthdate, f.zone_info, f.locale, f.postal_address, f.extended_fields, f.updated_at, f.roles
        """;

    /// <summary>Looked for only when the token had been spent already.</summary>
    private const string SuccessorUsedAt = """
        CASE WHEN f.spent_at IS NOT NULL THEN
            (SELECT n.spent_at FROM refresh_tokens n WHERE n.pool_id = @pool AND n.hash = f.successor_hash) END
        """;

    /// <summary>
    /// What outlives its session is written only while that one stands, whose row it holds: whoever ends everything of a person locks
    /// the sessions first, and then sees what was written before. Nothing slips in between.
    /// </summary>
    private const string Added = """
        INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, flow_id, scopes, rejected_scopes, id_token_claims, user_info_claims,
            authenticated_at, methods, nonce, created_at, offline, revoked_at, revoked_reason, code_hash, redirect_uri, challenge, challenge_method, code_expires_at, expires_at)
        SELECT @pool, @id, @server, @application, @person, @session, @flow, @scopes, @rejected_scopes, @id_token_claims, @user_info_claims,
            @authenticated_at, @methods, @nonce, @now, @offline, @revoked_at, CASE WHEN @revoked_at IS NOT NULL THEN 'denied' END, @code, @redirect_uri, @challenge, @challenge_method, @code_expires_at, @expires_at
        WHERE NOT @outlives OR EXISTS (SELECT FROM sessions s WHERE s.pool_id = @pool AND s.id = @session AND s.ended_at IS NULL FOR SHARE)
        ON CONFLICT (pool_id, flow_id) WHERE flow_id IS NOT NULL DO NOTHING
        """;

    public static GrantStatements Statements { get; } = new()
    {
        Add = Added,

        AddTelling = $"""
            WITH signed AS (
                {Added}
                RETURNING *
            )
            SELECT {GrantColumns}
            FROM signed a
            {PersonApplicationAndSession}
            """,

        IsAnswered = "SELECT 1 FROM authorizations WHERE pool_id = @pool AND flow_id = @flow",

        AddProven = $"""
            WITH signed AS (
                INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, scopes, authenticated_at, methods, created_at, offline, expires_at)
                SELECT @pool, @id, @server, @application, p.id, @scopes, @authenticated_at, @methods, @now, @offline, @expires_at
                FROM ({SessionSql.Proven}) p
                RETURNING *
            ), refresh AS (
                INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
                SELECT @pool, @refresh, id, @now, least(@refresh_expires_at, created_at + @absolute * interval '1 second')
                FROM signed WHERE offline AND @refresh IS NOT NULL
            ), counted AS (
                {SessionSql.Counted}
            )
            SELECT {GrantColumns}
            FROM signed a
            {PersonApplicationAndSession}
            """,

        // The row is locked by the update; who comes second finds code_taken_at set and takes nothing. What it sees of the row in
        // "known" tells Again from Unknown. Only codes of this server are looked at, so nobody burns another server's.
        TakeCode = $"""
            WITH taken AS (
                UPDATE authorizations SET code_taken_at = @now,
                    expires_at = CASE WHEN offline AND @refresh IS NOT NULL
                        THEN greatest(expires_at, created_at + (@absolute + @remembered) * interval '1 second') ELSE expires_at END
                WHERE pool_id = @pool AND code_hash = @code AND server_id = @server AND code_taken_at IS NULL
                RETURNING *
            ), refresh AS (
                INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
                SELECT @pool, @refresh, id, @now, least(@refresh_expires_at, created_at + @absolute * interval '1 second')
                FROM taken WHERE offline AND @refresh IS NOT NULL
            )
            SELECT known.id, known.application_id, a.id IS NOT NULL, a.redirect_uri, a.challenge, a.challenge_method, a.code_expires_at, {GrantColumns}
            FROM authorizations known
            LEFT JOIN taken a ON true
            LEFT JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
            LEFT JOIN applications p ON p.pool_id = a.pool_id AND p.id = a.application_id
            LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
            WHERE known.pool_id = @pool AND known.code_hash = @code AND known.server_id = @server
            """,

        // Whoever found the token unspent locks its row; who had to wait for that keeps the first one's time and successor, and
        // learns both. A repeat writes nothing. The successor's hash is the same for all of them, so one row is written.
        SpendRefreshToken = $"""
            WITH {FoundRefreshToken}, spent AS (
                UPDATE refresh_tokens t SET spent_at = coalesce(t.spent_at, @now), successor_hash = coalesce(t.successor_hash, @successor)
                FROM found f
                WHERE t.pool_id = @pool AND t.hash = @token AND f.alive AND f.may_enter AND f.spent_at IS NULL
                RETURNING t.spent_at, t.successor_hash, f.id AS authorization_id, f.created_at
            ), successor AS (
                INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
                SELECT @pool, @successor, authorization_id, @now, least(@expires_at, created_at + @absolute * interval '1 second')
                FROM spent WHERE successor_hash = @successor
                ON CONFLICT (pool_id, hash) DO NOTHING
            )
            SELECT {FoundGrant}, f.token_expires_at, coalesce(spent.spent_at, f.spent_at), {SuccessorUsedAt}
            FROM found f LEFT JOIN spent ON true
            """,

        ExtendRefreshToken = $"""
            WITH {FoundRefreshToken}, extended AS (
                UPDATE refresh_tokens t SET expires_at = least(@expires_at, f.created_at + @absolute * interval '1 second')
                FROM found f
                WHERE t.pool_id = @pool AND t.hash = @token AND f.alive AND f.may_enter AND t.spent_at IS NULL
            )
            SELECT {FoundGrant}, f.token_expires_at, f.spent_at, {SuccessorUsedAt}
            FROM found f
            """,

        FindRefreshToken = $"""
            SELECT {GrantColumns}, t.issued_at, t.expires_at, t.spent_at
            FROM refresh_tokens t
            JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
            {PersonApplicationAndSession}
            WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server
            """,

        FindGrant = $"""
            SELECT {GrantColumns}
            FROM authorizations a
            {PersonApplicationAndSession}
            WHERE a.pool_id = @pool AND a.id = @id
                AND NOT EXISTS (SELECT FROM revoked_access_tokens r WHERE r.pool_id = @pool AND r.token_id = @token)
            """,

        Revoke = """
            UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
            WHERE pool_id = @pool AND id = @id AND revoked_at IS NULL
            """,

        AddAccessToken = """
            INSERT INTO access_tokens (pool_id, hash, server_id, application_id, authorization_id, scopes, issued_at, expires_at)
            SELECT pool_id, @token, server_id, application_id, id, @scopes, @now, @expires_at
            FROM authorizations WHERE pool_id = @pool AND id = @id
            """,

        FindAccessToken = $"""
            SELECT {GrantColumns}, t.scopes, t.issued_at, t.expires_at
            FROM access_tokens t
            JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
            {PersonApplicationAndSession}
            WHERE t.pool_id = @pool AND t.hash = @token AND t.server_id = @server
            """,

        AddMachineToken = """
            INSERT INTO access_tokens (pool_id, hash, server_id, application_id, access_key_id, scopes, issued_at, expires_at)
            SELECT pool_id, @token, @server, application_id, id, @scopes, @now, @expires_at
            FROM access_keys WHERE pool_id = @pool AND id = @id AND application_id = @application
            """,

        FindMachineToken = """
            SELECT access_key_id, application_id, scopes, issued_at, expires_at
            FROM access_tokens WHERE pool_id = @pool AND hash = @token AND server_id = @server AND access_key_id IS NOT NULL
            """,

        ForgetAccessToken = "DELETE FROM access_tokens WHERE pool_id = @pool AND hash = @token",

        FindRevokedAccessToken = "SELECT 1 FROM revoked_access_tokens WHERE pool_id = @pool AND token_id = @token",

        RevokeAccessToken = """
            INSERT INTO revoked_access_tokens (pool_id, token_id, expires_at) VALUES (@pool, @token, @expires_at)
            ON CONFLICT (pool_id, token_id) DO NOTHING
            """,
    };
}
