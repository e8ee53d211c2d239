using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.SqlServer.Statements;
using IdentitySource.Storage.Stores;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentitySource.Storage.SqlServer;

/// <summary>Batches by bulk copy and by arrays of JSON.</summary>
public sealed class SqlServerBulkRows(DbDataSource source) : IBulkRows
{
    public async Task AddEventsAsync(IReadOnlyList<EventRow> events, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancel);
        await ModelCopy.WriteAsync(connection, transaction, SqlServerStorage.Model, events, cancel);
        await CountAsync(connection, transaction, DayTally.Of(events), cancel);
        await transaction.CommitAsync(cancel);
    }

    public async Task AddEventAsync(EventRow row, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancel);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = BulkSql.AddEvent;
        await using var statement = new Statement(command, SqlServerStorage.Dialect)
            .With("pool", row.PoolId)
            .With("id", row.Id)
            .With("at", row.At)
            .With("kind", row.Kind)
            .With("success", row.Success)
            .With("administrative", row.Administrative)
            .With("reason", row.Reason)
            .With("person", row.UserId)
            .With("application", row.ApplicationId)
            .With("reference", row.Reference)
            .With("remote_address", row.RemoteAddress)
            .With("user_agent", row.UserAgent)
            .With("detail", row.Detail);
        if (await statement.ExecuteAsync(cancel) == 1)
        {
            await CountAsync(connection, transaction, DayTally.Of([row]), cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    public async Task CountAsync(DayTally tally, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await CountAsync(connection, null, tally, cancel);
    }

    public Task SeeSessionsAsync(IReadOnlyCollection<SeenSession> sessions, CancellationToken cancel) =>
        BringAsync(BulkSql.SeeSessions, sessions.Select(each => new[] { Hex(each.PoolId), Hex(each.Id), Text(each.At) }), cancel);

    public Task UseAccessKeysAsync(IReadOnlyCollection<UsedAccessKey> keys, CancellationToken cancel) =>
        BringAsync(BulkSql.UseAccessKeys, keys.Select(each => new[] { Hex(each.PoolId), Hex(each.Id), Text(each.At) }), cancel);

    public async Task AddAsync<TRow>(IdentitySourceDb db, IReadOnlyCollection<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            var transaction = (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
            await ModelCopy.WriteAsync((SqlConnection)db.Database.GetDbConnection(), transaction, db.Model, rows, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<SqlConnection> OpenAsync(CancellationToken cancel) => (SqlConnection)await source.OpenConnectionAsync(cancel);

    private async Task BringAsync(string statement, IEnumerable<string[]> rows, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.Parameters.Add(Rows("rows", rows));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>One round trip; none at all for a batch that no chart shows.</summary>
    private static async Task CountAsync(SqlConnection connection, SqlTransaction? transaction, DayTally tally, CancellationToken cancel)
    {
        var (counts, visitors) = (tally.Counts, tally.Visitors);
        if (counts.Count + visitors.Count == 0)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = BulkSql.Count;
        command.Parameters.Add(Rows("counts", counts.Select(each => new[]
        {
            Hex(each.Key.PoolId), Text(each.Key.Day), each.Key.Measure, each.Key.Key, each.Value.ToString(CultureInfo.InvariantCulture),
        })));
        command.Parameters.Add(Rows("visitors", visitors.Select(each => new[] { Hex(each.PoolId), Text(each.Day), Hex(each.UserId) })));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static SqlParameter Rows(string name, IEnumerable<string[]> rows) =>
        new(name, System.Data.SqlDbType.NVarChar, -1) { Value = JsonSerializer.Serialize(rows) };

    private static string Hex(Guid id) => Convert.ToHexString(id.ToByteArray(bigEndian: true));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
