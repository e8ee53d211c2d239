using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>Rows of an entity by binary COPY, with the columns and conversions that the model says.</summary>
internal static class ModelCopy
{
    public static async Task WriteAsync<TRow>(IdentitySourceDb db, IReadOnlyCollection<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var entity = db.Model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException($"{typeof(TRow).Name} is no row.");
        List<Column> columns = [.. entity.GetProperties().Select(Of), .. entity.GetNavigations().Where(each => each.TargetEntityType.IsMappedToJson()).Select(OfJson)];
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            var names = string.Join(", ", columns.Select(column => column.Name));
            await using var copy = await connection.BeginBinaryImportAsync($"COPY {entity.GetTableName()} ({names}) FROM STDIN (FORMAT BINARY)", cancel);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancel);
                foreach (var column in columns)
                {
                    await WriteAsync(copy, column, column.Read(row), cancel);
                }
            }

            await copy.CompleteAsync(cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, Column column, object? value, CancellationToken cancel) => value switch
    {
        null => copy.WriteNullAsync(cancel),
        DateTimeOffset at => copy.WriteAsync(at.ToUniversalTime(), column.Type, cancel),
        _ => copy.WriteAsync(value, column.Type, cancel),
    };

    private static Column Of(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        var member = property.PropertyInfo ?? throw new InvalidOperationException($"{property.Name} is in no class.");
        return new Column(property.GetColumnName(), mapping.StoreTypeNameBase, row => Converted(mapping.Converter, member.GetValue(row)));
    }

    private static Column OfJson(INavigation navigation) => new(
        navigation.TargetEntityType.GetContainerColumnName()!,
        "jsonb",
        row => navigation.PropertyInfo!.GetValue(row) is { } part ? JsonSerializer.Serialize(part, part.GetType()) : null);

    private static object? Converted(ValueConverter? converter, object? value) => value is null || converter is null ? value : converter.ConvertToProvider(value);

    private sealed record Column(string Name, string Type, Func<object, object?> Read);
}
