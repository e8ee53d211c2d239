using System.Text;
using Npgsql;

namespace IdentitySource.Storage.Tests.Secrets;

/// <summary>Every value of every column that can hold a text or bytes, as bytes.</summary>
internal sealed class Dump
{
    private const string Columns = """
        SELECT table_name, column_name, data_type = 'bytea' FROM information_schema.columns
        WHERE table_schema = 'public' AND (data_type IN ('bytea', 'text', 'character varying', 'json', 'jsonb', 'xml') OR data_type = 'ARRAY')
        """;

    private readonly List<(string Place, byte[] Value)> all = [];

    public IEnumerable<byte[]> Values => all.Select(each => each.Value);

    public static async Task<Dump> OfAsync(string connectionString)
    {
        Dump dump = new();
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var (table, column, binary) in await ReadAsync(source, Columns, row => (row.GetString(0), row.GetString(1), row.GetBoolean(2))))
        {
            var values = await ReadAsync(
                source,
                $"SELECT \"{column}\"{(binary ? "" : "::text")} FROM \"{table}\" WHERE \"{column}\" IS NOT NULL",
                row => binary ? row.GetFieldValue<byte[]>(0) : Encoding.UTF8.GetBytes(row.GetString(0)));
            dump.all.AddRange(values.Select(value => ($"{table}.{column}", value)));
        }

        return dump;
    }

    public bool Holds(ReadOnlySpan<byte> secret) => PlaceOf(secret).Length > 0;

    /// <returns>Empty when it is nowhere.</returns>
    public string PlaceOf(ReadOnlySpan<byte> secret)
    {
        foreach (var (place, value) in all)
        {
            if (value.AsSpan().IndexOf(secret) >= 0)
            {
                return place;
            }
        }

        return "";
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataSource source, string question, Func<NpgsqlDataReader, T> read)
    {
        await using var command = source.CreateCommand(question);
        await using var rows = await command.ExecuteReaderAsync();
        List<T> found = [];
        while (await rows.ReadAsync())
        {
            found.Add(read(rows));
        }

        return found;
    }
}
