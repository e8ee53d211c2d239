using Npgsql;

namespace IdentitySource.Storage.Tests.Sweeping;

/// <summary>Writes rows of every kind that the sweeper looks after, as many as wanted, that end when wanted.</summary>
internal static class Ending
{
    /// <summary>How long a row of each kind is kept after its end.</summary>
    public static readonly IReadOnlyDictionary<string, TimeSpan> Kept = new Dictionary<string, TimeSpan>
    {
        ["refresh_tokens"] = TimeSpan.FromDays(1),
        ["authorizations"] = TimeSpan.Zero,
        ["access_tokens"] = TimeSpan.FromHours(1),
        ["revoked_access_tokens"] = TimeSpan.FromHours(1),
        ["sessions"] = TimeSpan.FromDays(30),
        ["console_sessions"] = TimeSpan.FromDays(30),
        ["attempts"] = TimeSpan.Zero,
        ["api_answers"] = TimeSpan.Zero,
        ["changes"] = TimeSpan.FromHours(1),
        ["outbox_mails"] = TimeSpan.FromDays(30),
    };

    private static readonly Dictionary<string, string> Inserts = new()
    {
        ["refresh_tokens"] = """
            INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
            SELECT @pool, sha256(gen_random_uuid()::text::bytea), @authorization, @end - interval '1 hour', @end FROM generate_series(1, @count)
            """,
        ["authorizations"] = """
            INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, scopes, authenticated_at, methods, created_at, offline, expires_at)
            SELECT @pool, gen_random_uuid(), @application, @application, @person, gen_random_uuid(), 'openid', @end, 'pwd', @end, false, @end
            FROM generate_series(1, @count)
            """,
        ["access_tokens"] = """
            INSERT INTO access_tokens (pool_id, hash, server_id, application_id, authorization_id, scopes, issued_at, expires_at)
            SELECT @pool, sha256(gen_random_uuid()::text::bytea), @application, @application, @authorization, 'openid', @end - interval '1 hour', @end
            FROM generate_series(1, @count)
            """,
        ["revoked_access_tokens"] = """
            INSERT INTO revoked_access_tokens (pool_id, token_id, expires_at) SELECT @pool, gen_random_uuid()::text, @end FROM generate_series(1, @count)
            """,
        ["sessions"] = """
            INSERT INTO sessions (pool_id, id, user_id, handle_hash, authenticated_at, methods, last_seen_at, expires_at)
            SELECT @pool, gen_random_uuid(), @person, sha256(gen_random_uuid()::text::bytea), @end, 'pwd', @end, @end FROM generate_series(1, @count)
            """,
        ["console_sessions"] = """
            INSERT INTO console_sessions (pool_id, id, user_id, handle_hash, created_at, last_seen_at, proven_at, expires_at)
            SELECT @pool, gen_random_uuid(), @person, sha256(gen_random_uuid()::text::bytea), @end, @end, @end, @end FROM generate_series(1, @count)
            """,
        ["attempts"] = """
            INSERT INTO attempts (pool_id, key, count, expires_at)
            SELECT @pool, sha256(gen_random_uuid()::text::bytea), 1, @end FROM generate_series(1, @count)
            """,
        ["api_answers"] = """
            WITH key AS (
                INSERT INTO api_keys (pool_id, id, name, hash, scopes, created_at, expires_at)
                VALUES (@pool, gen_random_uuid(), 'nightly', sha256(gen_random_uuid()::text::bytea), '{}', @end, @end) RETURNING id)
            INSERT INTO api_answers (pool_id, api_key_id, name_hash, request_hash, expires_at)
            SELECT @pool, key.id, sha256(gen_random_uuid()::text::bytea), '', @end FROM key, generate_series(1, @count)
            """,
        ["outbox_mails"] = """
            INSERT INTO outbox_mails (pool_id, id, kind, recipient, subject, created_at, attempts, sent_at)
            SELECT @pool, gen_random_uuid(), 'test', 'ann@acme.test', 'Hello', @end, 1, @end FROM generate_series(1, @count)
            """,
        ["changes"] = "INSERT INTO changes (pool_id, at) SELECT @pool, @end FROM generate_series(1, @count)",
    };

    public static async Task AddAsync(PostgresGround ground, Granted granted, string table, DateTimeOffset end, int count = 1)
    {
        await using var command = ground.Get<NpgsqlDataSource>().CreateCommand(Inserts[table]);
        command.Parameters.AddWithValue("pool", granted.At.PoolId);
        command.Parameters.AddWithValue("application", granted.At.ApplicationId);
        command.Parameters.AddWithValue("person", granted.At.Subject.Id);
        command.Parameters.AddWithValue("authorization", granted.Authorization.Id);
        command.Parameters.AddWithValue("end", end);
        command.Parameters.AddWithValue("count", count);
        await command.ExecuteNonQueryAsync();
    }
}
