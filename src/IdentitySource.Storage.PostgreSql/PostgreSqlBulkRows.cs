using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using Npgsql;
using NpgsqlTypes;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>Batches by binary COPY and by arrays.</summary>
public sealed class PostgreSqlBulkRows(NpgsqlDataSource source) : IBulkRows
{
    private const string EventColumns = "pool_id, id, at, kind, success, administrative, reason, user_id, application_id, reference, remote_address, user_agent, detail";

    internal const string AddEvent = $"""
        INSERT INTO events ({EventColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (pool_id, id) DO NOTHING
        """;

    internal const string Count = """
        INSERT INTO daily_counts AS present (pool_id, day, measure, key, count)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (pool_id, day, measure, key) DO UPDATE SET count = present.count + excluded.count
        """;

    /// <summary>
    /// Who is here for the first time on a day is counted by the days since the last time. Whose earlier day is written after a later
    /// one, as two servers may at midnight, is counted twice in between.
    /// </summary>
    internal static readonly string NoteVisitors = $"""
        WITH fresh AS (
            INSERT INTO daily_visitors (pool_id, day, user_id) SELECT * FROM unnest($1, $2, $3)
            ON CONFLICT (pool_id, user_id, day) DO NOTHING RETURNING pool_id, day, user_id
        ), since AS (
            SELECT f.pool_id, f.day, least({Measure.LongestAbsence}, f.day - greatest(
                lag(f.day) OVER (PARTITION BY f.pool_id, f.user_id ORDER BY f.day),
                (SELECT max(v.day) FROM daily_visitors v WHERE v.pool_id = f.pool_id AND v.user_id = f.user_id AND v.day < f.day))) AS days
            FROM fresh f
        )
        INSERT INTO daily_counts AS present (pool_id, day, measure, key, count)
        SELECT pool_id, day, '{Measure.Visitor}', days::text, count(*) FROM since GROUP BY pool_id, day, days ORDER BY pool_id, day, days
        ON CONFLICT (pool_id, day, measure, key) DO UPDATE SET count = present.count + excluded.count
        """;

    internal const string SeeSessions = """
        UPDATE sessions s SET last_seen_at = seen.at
        FROM (
            SELECT free.pool_id, free.id, noted.at
            FROM unnest($1, $2, $3) AS noted (pool_id, id, at)
            JOIN sessions free ON free.pool_id = noted.pool_id AND free.id = noted.id AND free.last_seen_at < noted.at
            FOR UPDATE OF free SKIP LOCKED
        ) AS seen
        WHERE s.pool_id = seen.pool_id AND s.id = seen.id
        """;

    internal const string UseAccessKeys = """
        UPDATE access_keys k SET last_used_at = used.at
        FROM (
            SELECT free.pool_id, free.id, noted.at
            FROM unnest($1, $2, $3) AS noted (pool_id, id, at)
            JOIN access_keys free ON free.pool_id = noted.pool_id AND free.id = noted.id AND (free.last_used_at IS NULL OR free.last_used_at < noted.at)
            FOR UPDATE OF free SKIP LOCKED
        ) AS used
        WHERE k.pool_id = used.pool_id AND k.id = used.id
        """;

    public async Task AddEventsAsync(IReadOnlyList<EventRow> events, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await CopyAsync(connection, events, cancel);
        await CountAsync(connection, DayTally.Of(events), cancel);
        await transaction.CommitAsync(cancel);
    }

    public async Task AddEventAsync(EventRow row, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand(AddEvent, connection);
        command.Parameters.Add(new() { Value = row.PoolId });
        command.Parameters.Add(new() { Value = row.Id });
        command.Parameters.Add(new() { Value = row.At.ToUniversalTime() });
        command.Parameters.Add(new() { Value = row.Kind });
        command.Parameters.Add(new() { Value = row.Success });
        command.Parameters.Add(new() { Value = row.Administrative });
        command.Parameters.Add(Optional(row.Reason, NpgsqlDbType.Varchar));
        command.Parameters.Add(Optional(row.UserId, NpgsqlDbType.Uuid));
        command.Parameters.Add(Optional(row.ApplicationId, NpgsqlDbType.Uuid));
        command.Parameters.Add(new() { Value = row.Reference });
        command.Parameters.Add(Optional(row.RemoteAddress, NpgsqlDbType.Varchar));
        command.Parameters.Add(Optional(row.UserAgent, NpgsqlDbType.Varchar));
        command.Parameters.Add(Optional(row.Detail, NpgsqlDbType.Text));
        if (await command.ExecuteNonQueryAsync(cancel) == 1)
        {
            await CountAsync(connection, DayTally.Of([row]), cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    public async Task CountAsync(DayTally tally, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await CountAsync(connection, tally, cancel);
    }

    public async Task SeeSessionsAsync(IReadOnlyCollection<SeenSession> sessions, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(SeeSessions);
        command.Parameters.Add(new() { Value = sessions.Select(each => each.PoolId).ToArray() });
        command.Parameters.Add(new() { Value = sessions.Select(each => each.Id).ToArray() });
        command.Parameters.Add(new() { Value = sessions.Select(each => each.At.ToUniversalTime()).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public Task AddAsync<TRow>(IdentitySourceDb db, IReadOnlyCollection<TRow> rows, CancellationToken cancel)
        where TRow : class => ModelCopy.WriteAsync(db, rows, cancel);

    public async Task UseAccessKeysAsync(IReadOnlyCollection<UsedAccessKey> keys, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(UseAccessKeys);
        command.Parameters.Add(new() { Value = keys.Select(each => each.PoolId).ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(each => each.Id).ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(each => each.At.ToUniversalTime()).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY events ({EventColumns}) FROM STDIN (FORMAT BINARY)", cancel);
        foreach (var row in events)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(row.PoolId, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(row.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(row.Kind, NpgsqlDbType.Varchar, cancel);
            await copy.WriteAsync(row.Success, NpgsqlDbType.Boolean, cancel);
            await copy.WriteAsync(row.Administrative, NpgsqlDbType.Boolean, cancel);
            await copy.WriteAsync(row.Reason, NpgsqlDbType.Varchar, cancel);
            await copy.WriteAsync(row.UserId, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(row.ApplicationId, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(row.Reference, NpgsqlDbType.Varchar, cancel);
            await copy.WriteAsync(row.RemoteAddress, NpgsqlDbType.Varchar, cancel);
            await copy.WriteAsync(row.UserAgent, NpgsqlDbType.Varchar, cancel);
            await copy.WriteAsync(row.Detail, NpgsqlDbType.Text, cancel);
        }

        await copy.CompleteAsync(cancel);
    }

    /// <summary>One round trip; nothing at all for a batch that no chart shows.</summary>
    private static async Task CountAsync(NpgsqlConnection connection, DayTally tally, CancellationToken cancel)
    {
        await using NpgsqlBatch batch = new(connection);
        if (tally.Counts is { Count: > 0 } counts)
        {
            NpgsqlBatchCommand command = new(Count);
            command.Parameters.Add(new() { Value = counts.Select(each => each.Key.PoolId).ToArray() });
            command.Parameters.Add(new() { Value = counts.Select(each => each.Key.Day).ToArray() });
            command.Parameters.Add(new() { Value = counts.Select(each => each.Key.Measure).ToArray() });
            command.Parameters.Add(new() { Value = counts.Select(each => each.Key.Key).ToArray() });
            command.Parameters.Add(new() { Value = counts.Select(each => each.Value).ToArray() });
            batch.BatchCommands.Add(command);
        }

        if (tally.Visitors is { Count: > 0 } visitors)
        {
            NpgsqlBatchCommand command = new(NoteVisitors);
            command.Parameters.Add(new() { Value = visitors.Select(each => each.PoolId).ToArray() });
            command.Parameters.Add(new() { Value = visitors.Select(each => each.Day).ToArray() });
            command.Parameters.Add(new() { Value = visitors.Select(each => each.UserId).ToArray() });
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
