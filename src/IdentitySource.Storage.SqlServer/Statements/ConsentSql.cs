using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>The statements about consents.</summary>
internal static class ConsentSql
{
    public static ConsentStatements Statements { get; } = new()
    {
        // The key is held also where there is no row yet: of two tabs at once one makes it, and the other waits and adds to it.
        Allow = $"""
            {Batch.Transaction}
            UPDATE consents WITH (UPDLOCK, HOLDLOCK, ROWLOCK) SET
                scopes = {Union("scopes", "@scopes")},
                claims = {Union("claims", "@claims")},
                given_at = {Expression.Later("given_at", "@now")}
            WHERE pool_id = @pool AND user_id = @person AND application_id = @application;
            IF @@ROWCOUNT = 0
                INSERT INTO consents (pool_id, user_id, application_id, scopes, claims, given_at)
                VALUES (@pool, @person, @application, @scopes, @claims, @now);
            {Batch.Commit}
            """,

        Withdraw = $"""
            {Batch.TransactionOfAnAct}
            DELETE FROM consents WHERE pool_id = @pool AND user_id = @person AND application_id = @application;
            {Batch.Counting}
            UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
            WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL;
            {Batch.Commit}
            """,
    };

    /// <summary>
    /// Both lists of words as one, each word once, in the order of its first appearance. STRING_SPLIT tells no order before SQL Server
    /// 2022; an array of JSON keeps it, in its keys.
    /// </summary>
    private static string Union(string one, string other) => $"""
        (SELECT COALESCE(STRING_AGG(once.word, ' ') WITHIN GROUP (ORDER BY once.place), '')
             FROM (SELECT listed.word, MIN(listed.place) AS place
                   FROM (SELECT part.[value] COLLATE {Collation.CodeUnits} AS word, CAST(part.[key] AS int) AS place
                         FROM OPENJSON(CONCAT('["', REPLACE(STRING_ESCAPE(CONCAT_WS(' ', {one}, {other}), 'json'), ' ', '","'), '"]')) AS part) AS listed
                   WHERE listed.word <> '' GROUP BY listed.word) AS once)
        """;
}
