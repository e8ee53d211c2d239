using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit.Contracts;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>One pool with thousands of rows of every kind that a request touches, and a database that knows nothing of their number.</summary>
public sealed class CrowdedPool : IAsyncLifetime
{
    private const int Rows = 5_000;

    /// <summary>What differs between the copies of a table's first row.</summary>
    private static readonly (string Table, string Different)[] Copies =
    [
        ("users", $"'id', {Id("user")}, 'user_name', n, 'normalized_user_name', n, 'email', n, 'normalized_email', n, 'phone_number', n"),
        ("applications", $"'id', {Id("application")}, 'address', n"),
        ("access_keys", $"'id', {Id("access_key")}"),
        ("roles", $"'id', {Id("role")}, 'name', n, 'normalized_name', n"),
        ("user_roles", $"'user_id', {Id("user")}, 'role_id', {Id("role")}"),
        ("groups", $"'id', {Id("group")}, 'code', n"),
        ("group_members", $"'user_id', {Id("user")}, 'group_id', {Id("group")}"),
        ("access_entries", $"'id', {Id("entry")}, 'application_id', {Id("application")}, 'subject_id', {Id("user")}"),
        ("sessions", $"'id', {Id("session")}, 'user_id', {Id("user")}, 'handle_hash', {Hash("session")}"),
        ("console_sessions", $"'id', {Id("console")}, 'user_id', {Id("user")}, 'handle_hash', {Hash("console")}"),
        ("consents", $"'user_id', {Id("user")}, 'application_id', {Id("application")}"),
        ("authorizations", $"'id', {Id("authorization")}, 'user_id', {Id("user")}, 'code_hash', {Hash("code")}"),
        ("refresh_tokens", $"'hash', {Hash("refresh")}, 'authorization_id', {Id("authorization")}"),
        ("access_tokens", $"'hash', {Hash("access")}, 'authorization_id', {Id("authorization")}"),
        ("revoked_access_tokens", "'token_id', n"),
        ("attempts", $"'key', {Hash("attempt")}"),
        ("api_keys", $"'id', {Id("api_key")}, 'hash', {Hash("api_key")}"),
        ("api_answers", $"'name_hash', {Hash("name")}"),
        ("changes", "'id', n + 1000"),
        ("events", $"'id', {Id("event")}, 'success', n % 2 = 0"),
        ("daily_counts", "'day', current_date - n"),
        ("daily_visitors", "'day', current_date - n"),
        ("outbox_mails", $"'id', {Id("mail")}, 'next_attempt_at', now() + n * interval '1 second', 'sent_at', now() - n * interval '1 second'"),
        ("user_imports", $"'id', {Id("import")}"),
        ("user_import_chunks", "'number', n"),
        ("user_import_keys", $"'name', {Id("import_key")}"),
        ("user_import_faults", "'number', n"),
    ];

    public PostgresGround Ground { get; } = new();

    public async Task InitializeAsync()
    {
        await Ground.InitializeAsync();
        await AddFirstAsync(await Granted.RedeemAsync(Ground));
        foreach (var (table, different) in Copies)
        {
            await Ground.DoAsync($"ALTER TABLE {table} SET (autovacuum_enabled = false)");
            await Ground.DoAsync($"""
                INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object({different}))).*
                FROM {table} one, generate_series(1, {Rows}) n WHERE one.ctid = (SELECT ctid FROM {table} LIMIT 1)
                """);
        }
    }

    public Task DisposeAsync() => Ground.DisposeAsync();

    /// <summary>From here on the database knows how many there are of what.</summary>
    public Task AnalyzeAsync() => Ground.DoAsync("ANALYZE");

    private async Task AddFirstAsync(Granted granted)
    {
        Seeded at = granted.At;
        await Ground.Get<ConsentStore>().AllowAsync(at.PoolId, at.Subject.Id, at.ApplicationId, Scopes.None, Scopes.None, at.Now, default);
        await Ground.Grants.AddAccessTokenAsync(
            new NewAccessToken(at.PoolId, granted.Authorization.Id, new byte[32], granted.Authorization.Scopes, at.Now, at.Now.AddHours(1)), default);
        await Ground.Grants.RevokeAccessTokenAsync(at.PoolId, "first", at.Now, default);
        await Ground.Get<AttemptCounter>().AddAsync(at.PoolId, new byte[32], TimeSpan.FromDays(1), at.Now, default);
        await Ground.KeepOutAsync(at, at.ApplicationId);
        await Ground.DoAsync($"""
            INSERT INTO console_sessions (pool_id, id, user_id, handle_hash, created_at, last_seen_at, proven_at, expires_at)
                VALUES ('{at.PoolId}', '{at.PoolId}', '{at.Subject.Id}', '', now(), now(), now(), now() + interval '1 hour');
            INSERT INTO groups (pool_id, id, code, name, created_at) VALUES ('{at.PoolId}', '{at.PoolId}', 'first', 'First', now());
            INSERT INTO group_members (pool_id, user_id, group_id) VALUES ('{at.PoolId}', '{at.Subject.Id}', '{at.PoolId}');
            INSERT INTO api_keys (pool_id, id, name, hash, scopes, created_at, expires_at)
                VALUES ('{at.PoolId}', '{at.PoolId}', 'nightly', '', ARRAY['users:read'], now(), now() + interval '1 day');
            INSERT INTO api_answers (pool_id, api_key_id, name_hash, request_hash, expires_at) VALUES ('{at.PoolId}', '{at.PoolId}', '', '', now() + interval '1 day');
            INSERT INTO changes (pool_id, at) VALUES ('{at.PoolId}', now());
            INSERT INTO events (pool_id, id, at, kind, success, administrative, reference) VALUES ('{at.PoolId}', '{at.PoolId}', now(), 'sign_in', true, false, 'first');
            INSERT INTO daily_counts (pool_id, day, measure, key, count) VALUES ('{at.PoolId}', current_date, 'sign_in', '', 1);
            INSERT INTO daily_visitors (pool_id, day, user_id) VALUES ('{at.PoolId}', current_date, '{at.Subject.Id}');
            INSERT INTO outbox_mails (pool_id, id, kind, recipient, subject, created_at, attempts, next_attempt_at, sent_at)
                VALUES ('{at.PoolId}', '{at.PoolId}', 'test', 'ann@acme.test', 'Hello', now(), 0, now(), now());
            INSERT INTO user_imports (pool_id, id, file_name, size, dry_run, state, position, line, added, failed, actor_kind, cancel_requested, created_at, finished_at)
                VALUES ('{at.PoolId}', '{at.PoolId}', 'first', 1, false, 'Done', 1, 1, 0, 0, 'server', false, now(), now());
            INSERT INTO user_import_chunks (pool_id, import_id, number, protected_content) VALUES ('{at.PoolId}', '{at.PoolId}', 0, '');
            INSERT INTO user_import_keys (pool_id, import_id, name, line) VALUES ('{at.PoolId}', '{at.PoolId}', '{at.PoolId}', 1);
            INSERT INTO user_import_faults (pool_id, import_id, number, line, faults) VALUES ('{at.PoolId}', '{at.PoolId}', 0, 1, '[]');
            INSERT INTO roles (pool_id, id, name, normalized_name) VALUES ('{at.PoolId}', '{at.PoolId}', 'first', 'FIRST');
            INSERT INTO user_roles (pool_id, user_id, role_id) VALUES ('{at.PoolId}', '{at.Subject.Id}', '{at.PoolId}');
            """);
    }

    private static string Id(string kind) => $"md5('{kind}' || n)::uuid";

    private static string Hash(string kind) => $"sha256(('{kind}' || n)::bytea)";
}
