using System.Data.Common;
using System.Security.Cryptography;
using IdentitySource.Storage.Ports;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Runs one statement as one round trip and one transaction of its own. A statement that the database itself undid (a deadlock,
/// say) is repeated; after a broken connection nothing is, because nobody knows whether it was done.
/// </summary>
public sealed class Database(DbDataSource source, IDatabaseFaults faults)
{
    private const int MostRepeats = 3;

    public DbCommand Command(string sql) => source.CreateCommand(sql);

    /// <returns>The first row, or default when there is none.</returns>
    public Task<T?> FindAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancel) => RepeatAsync(
        static async (command, read, cancel) =>
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            return await rows.ReadAsync(cancel) ? read(rows) : default;
        },
        command, read, cancel);

    public Task<IReadOnlyList<T>> ListAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancel) => RepeatAsync<IReadOnlyList<T>, Func<DbDataReader, T>>(
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
        command, read, cancel);

    /// <returns>How many rows it touched.</returns>
    public Task<int> ExecuteAsync(DbCommand command, CancellationToken cancel) =>
        RepeatAsync(static (command, _, cancel) => command.ExecuteNonQueryAsync(cancel), command, 0, cancel);

    /// <summary>Whether it can be asked anything just now.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = Command("SELECT 1");
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
