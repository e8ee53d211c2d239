using System.Data.Common;
using System.Security.Cryptography;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Runs one statement as one round trip and one transaction of its own. A statement that the database itself undid (a deadlock,
/// say) is repeated; after a broken connection nothing is, because nobody knows whether it was done.
/// </summary>
public sealed class Database(DbDataSource source, StatementDialect dialect, IDatabaseFaults faults)
{
    private const int MostRepeats = 3;

    public Statement Command(string sql) => new(source.CreateCommand(sql), dialect);

    /// <summary>A statement within the context's transaction: done with it, undone with it, and never repeated alone.</summary>
    public Statement Within(IdentitySourceDb db, string sql)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction to be part of.");
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = sql;
        return new Statement(command, dialect);
    }

    /// <returns>The first row, or default when there is none.</returns>
    public Task<T?> FindAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancel) => RepeatAsync(
        static async (command, read, cancel) =>
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            return await rows.ReadAsync(cancel) ? read(rows) : default;
        },
        statement.Command, read, cancel);

    public Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancel) => RepeatAsync<IReadOnlyList<T>, Func<DbDataReader, T>>(
        static async (command, read, cancel) =>
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            List<T> all = [];
            while (await rows.ReadAsync(cancel))
            {
                all.Add(read(rows));
            }

            return all;
        },
        statement.Command, read, cancel);

    /// <returns>How many rows it touched.</returns>
    public Task<int> ExecuteAsync(Statement statement, CancellationToken cancel) =>
        RepeatAsync(static (command, _, cancel) => command.ExecuteNonQueryAsync(cancel), statement.Command, 0, cancel);

    /// <summary>Whether it can be asked anything just now.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteNonQueryAsync(cancel);
            return true;
        }
        catch (Exception failure) when (faults.IsOutage(failure))
        {
            return false;
        }
    }

    private async Task<T> RepeatAsync<T, TState>(
        Func<DbCommand, TState, CancellationToken, Task<T>> run, DbCommand command, TState state, CancellationToken cancel)
    {
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                return await run(command, state, cancel);
            }
            catch (DbException undone) when (repeats < MostRepeats && faults.IsUndone(undone))
            {
                // Apart by chance, so that the same two do not meet again.
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(2, 20 << repeats)), cancel);
            }
        }
    }
}
