using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>
/// The grant store's statements. Those that write look at the row that they write under its lock: of several calls at once the later
/// ones go on from what the first one committed. All else they see as it was when they began (READ_COMMITTED_SNAPSHOT).
/// </summary>
internal static class GrantSql
{
    /// <summary>In the order of <see cref="Stores.GrantReader"/>. Roles cost a sub-select, so only who was granted them pays it.</summary>
    internal static readonly string GrantColumns = $"""
        a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
        a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
        {Expression.Flag("a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)")} AS session_ended,
        {AccessSql.MayEnter} AS may_enter,
        {PersonSql.Columns},
        CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN {PersonSql.RolesOf("a")} END AS roles
        """;

    private const string PersonApplicationAndSession = """
        JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
        JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
        LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
        """;

    /// <summary>A refresh token of this application at this server, with its grant.</summary>
    private const string OfRefreshToken = $"""
        FROM refresh_tokens AS t
        JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
        {PersonApplicationAndSession}
        """;

    private const string TheRefreshToken = "t.pool_id = @pool AND t.hash = @token AND a.server_id = @server AND a.application_id = @application";

    /// <summary>Whether a use of it may write. Its own columns are looked at under the lock that the use waited for.</summary>
    private const string Usable = $"""
        t.spent_at IS NULL AND t.expires_at > @now AND a.revoked_at IS NULL AND u.status = 'Activated' AND u.blocked = 0
            AND (a.offline = 1 OR a.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL))
            AND {AccessSql.MayEnter} = 1
        """;

    /// <summary>The grants of <c>@signed</c> get the refresh token that was asked for.</summary>
    private static readonly string Refresh = $"""
        INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
        SELECT @pool, @refresh, a.id, @now, {Expression.Earlier("@refresh_expires_at", Expression.After("a.created_at", "@absolute"))}
        FROM authorizations AS a JOIN @signed AS signed ON signed.id = a.id
        WHERE a.pool_id = @pool AND a.offline = 1 AND @refresh IS NOT NULL;
        """;

    /// <summary>In an index that is unique; it is another one for a key.</summary>
    private const string DuplicateKey = "2601";

    public static GrantStatements Statements { get; } = new()
    {
        Add = Added(Batch.Counting),

        AddTelling = $"""
            {Added(Batch.Silent)}
            {Batch.Tells}
            SELECT {GrantColumns}
            FROM authorizations AS a
            {PersonApplicationAndSession}
            WHERE a.pool_id = @pool AND a.id = @id
            {Batch.InOneThread};
            """,

        IsAnswered = "SELECT 1 FROM authorizations WHERE pool_id = @pool AND flow_id = @flow",

        AddProven = $"""
            {Batch.Transaction}
            {PersonSql.Proven}
            DECLARE @signed TABLE (id binary(16) NOT NULL, user_id binary(16) NOT NULL);
            INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, scopes, authenticated_at, methods, created_at, offline, expires_at)
            OUTPUT inserted.id, inserted.user_id INTO @signed
            SELECT @pool, @id, @server, @application, p.user_id, @scopes, @authenticated_at, @methods, @now, @offline, @expires_at
            FROM @proven AS p;
            {Refresh}
            {PersonSql.Counted}
            {Batch.CommitAndTell}
            SELECT {GrantColumns}
            FROM authorizations AS a
            JOIN @signed AS signed ON signed.id = a.id
            {PersonApplicationAndSession}
            WHERE a.pool_id = @pool
            {Batch.InOneThread};
            """,

        // The row is locked by the update; who comes second finds code_taken_at set and takes nothing. What it sees of the row in
        // "known" tells Again from Unknown. Only codes of this server are looked at, so nobody burns another server's.
        TakeCode = $"""
            {Batch.Transaction}
            DECLARE @signed TABLE (id binary(16) NOT NULL);
            UPDATE a SET code_taken_at = @now,
                expires_at = CASE WHEN a.offline = 1 AND @refresh IS NOT NULL
                    THEN {Expression.Later("a.expires_at", Expression.After("a.created_at", "(@absolute + @remembered)"))} ELSE a.expires_at END
            OUTPUT inserted.id INTO @signed
            FROM authorizations AS a
            WHERE a.pool_id = @pool AND a.code_hash = @code AND a.server_id = @server AND a.code_taken_at IS NULL;
            {Refresh}
            {Batch.CommitAndTell}
            SELECT known.id, known.application_id, {Expression.Flag("signed.id IS NOT NULL")} AS taken, a.redirect_uri, a.challenge, a.challenge_method, a.code_expires_at, {GrantColumns}
            FROM authorizations AS known
            LEFT JOIN @signed AS signed ON signed.id = known.id
            LEFT JOIN authorizations AS a ON a.pool_id = known.pool_id AND a.id = signed.id
            LEFT JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
            LEFT JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
            LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
            WHERE known.pool_id = @pool AND known.code_hash = @code AND known.server_id = @server
            {Batch.InOneThread};
            """,

        // The row is locked by the update; who had to wait for that finds it spent, writes nothing, and learns the first one's time from
        // what it reads afterwards. Whoever spends the token is alone in writing its successor, so looking for that takes no lock.
        SpendRefreshToken = $"""
            {Batch.Transaction}
            DECLARE @spent TABLE (authorization_id binary(16) NOT NULL);
            UPDATE t SET spent_at = @now, successor_hash = @successor
            OUTPUT inserted.authorization_id INTO @spent
            {OfRefreshToken}
            WHERE {TheRefreshToken} AND {Usable};
            INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
            SELECT @pool, @successor, a.id, @now, {Expression.Earlier("@expires_at", Expression.After("a.created_at", "@absolute"))}
            FROM authorizations AS a JOIN @spent AS spent ON spent.authorization_id = a.id
            WHERE a.pool_id = @pool AND NOT EXISTS (SELECT 1 FROM refresh_tokens AS n WHERE n.pool_id = @pool AND n.hash = @successor);
            {Batch.CommitAndTell}
            SELECT {GrantColumns}, t.expires_at, t.spent_at, {SuccessorUsedAt("EXISTS (SELECT 1 FROM @spent)")}
            {OfRefreshToken}
            WHERE {TheRefreshToken}
            {Batch.InOneThread};
            """,

        // What it tells of the token's end is what that was before.
        ExtendRefreshToken = $"""
            {Batch.Alone}
            DECLARE @extended TABLE (expires_at datetimeoffset(6) NOT NULL);
            UPDATE t SET expires_at = {Expression.Earlier("@expires_at", Expression.After("a.created_at", "@absolute"))}
            OUTPUT deleted.expires_at INTO @extended
            {OfRefreshToken}
            WHERE {TheRefreshToken} AND {Usable};
            {Batch.Tells}
            SELECT {GrantColumns}, COALESCE(extended.expires_at, t.expires_at), t.spent_at, {SuccessorUsedAt("extended.expires_at IS NOT NULL")}
            {OfRefreshToken}
            LEFT JOIN @extended AS extended ON 1 = 1
            WHERE {TheRefreshToken}
            {Batch.InOneThread};
            """,

        FindRefreshToken = $"""
            SELECT {GrantColumns}, t.issued_at, t.expires_at, t.spent_at
            {OfRefreshToken}
            WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server
            """,

        FindGrant = $"""
            SELECT {GrantColumns}
            FROM authorizations AS a
            {PersonApplicationAndSession}
            WHERE a.pool_id = @pool AND a.id = @id
                AND NOT EXISTS (SELECT 1 FROM revoked_access_tokens AS r WHERE r.pool_id = @pool AND r.token_id = @token)
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
            FROM access_tokens AS t
            JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
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
            INSERT INTO revoked_access_tokens (pool_id, token_id, expires_at)
            SELECT @pool, @token, @expires_at
            WHERE NOT EXISTS (SELECT 1 FROM revoked_access_tokens WITH (UPDLOCK, HOLDLOCK, ROWLOCK) WHERE pool_id = @pool AND token_id = @token)
            """,
    };

    /// <summary>
    /// What outlives its session is written only while that one stands, whose row it holds: whoever ends everything of a person locks
    /// the sessions first, and then sees what was written before. Nothing slips in between.
    /// <para>A second answer to one flow that comes at the same moment runs into the index of flows, and that is its answer. The range
    /// is not locked beforehand: flows are made in order, and all of a pool would wait for each other at its end.</para>
    /// </summary>
    private static string Added(string counting) => $"""
        {counting}
        SET XACT_ABORT OFF;
        {Batch.GivesWay}
        BEGIN TRY
            INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, flow_id, scopes, rejected_scopes, id_token_claims, user_info_claims,
                authenticated_at, methods, nonce, created_at, offline, revoked_at, revoked_reason, code_hash, redirect_uri, challenge, challenge_method, code_expires_at, expires_at)
            SELECT @pool, @id, @server, @application, @person, @session, @flow, @scopes, @rejected_scopes, @id_token_claims, @user_info_claims,
                @authenticated_at, @methods, @nonce, @now, @offline, @revoked_at, CASE WHEN @revoked_at IS NOT NULL THEN 'denied' END, @code, @redirect_uri, @challenge, @challenge_method, @code_expires_at, @expires_at
            WHERE (@outlives = 0 OR EXISTS (SELECT 1 FROM sessions AS s {Held.Together} WHERE s.pool_id = @pool AND s.id = @session AND s.ended_at IS NULL))
                AND NOT EXISTS (SELECT 1 FROM authorizations AS f WHERE f.pool_id = @pool AND f.flow_id = @flow);
        END TRY
        BEGIN CATCH
            IF ERROR_NUMBER() <> {DuplicateKey} OR NOT EXISTS (SELECT 1 FROM authorizations AS f WHERE f.pool_id = @pool AND f.flow_id = @flow)
            BEGIN
                THROW;
            END
        END CATCH;
        """;

    /// <summary>Looked for only when the token had been spent already, and not by this call.</summary>
    private static string SuccessorUsedAt(string usedByThis) =>
        $"CASE WHEN NOT ({usedByThis}) THEN (SELECT n.spent_at FROM refresh_tokens AS n WHERE n.pool_id = @pool AND n.hash = t.successor_hash) END";
}
