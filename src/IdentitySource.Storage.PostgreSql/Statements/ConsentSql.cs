using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>The statements about consents.</summary>
internal static class ConsentSql
{
    public static ConsentStatements Statements { get; } = new()
    {
        Allow = $"""
            INSERT INTO consents (pool_id, user_id, application_id, scopes, claims, given_at)
            VALUES (@pool, @person, @application, @scopes, @claims, @now)
            ON CONFLICT (pool_id, user_id, application_id) DO UPDATE SET
                scopes = {Union("consents.scopes", "excluded.scopes")},
                claims = {Union("consents.claims", "excluded.claims")},
                given_at = greatest(consents.given_at, excluded.given_at)
            """,

        Withdraw = """
            WITH forgotten AS (
                DELETE FROM consents WHERE pool_id = @pool AND user_id = @person AND application_id = @application
            ), granted AS (
                SELECT id FROM authorizations
                WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL
                ORDER BY id FOR UPDATE
            )
            UPDATE authorizations a SET revoked_at = @now, revoked_reason = @reason FROM granted WHERE a.pool_id = @pool AND a.id = granted.id
            """,
    };

    /// <summary>Both lists of words as one, each word once, in the order of its first appearance.</summary>
    private static string Union(string one, string other) => $"""
        (SELECT coalesce(string_agg(word, ' ' ORDER BY first), '')
         FROM (SELECT word, min(place) AS first
               FROM unnest(string_to_array(concat_ws(' ', {one}, {other}), ' ')) WITH ORDINALITY AS listed (word, place)
               WHERE word <> '' GROUP BY word) AS once)
        """;
}
