using System.Data;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentitySource.Storage.SqlServer;

/// <summary>Rows of an entity by bulk copy, with the columns and conversions that the model says.</summary>
internal static class ModelCopy
{
    /// <summary>
    /// Constraints and triggers are as for any other row: without being told so a bulk copy would leave rows that belong to nothing, and
    /// the server would ask for the right to alter the table, which an account that only works does not have. Triggers are for DELETE
    /// alone, so none runs.
    /// </summary>
    public static async Task WriteAsync<TRow>(SqlConnection connection, SqlTransaction? transaction, IModel model, IReadOnlyCollection<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var entity = model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException($"{typeof(TRow).Name} is no row.");
        using var table = Table(entity, rows);
        var whole = transaction is null ? SqlBulkCopyOptions.UseInternalTransaction : SqlBulkCopyOptions.Default;
        using SqlBulkCopy copy = new(connection, SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers | whole, transaction)
        {
            DestinationTableName = entity.GetTableName(),
            BulkCopyTimeout = 60,
        };
        foreach (DataColumn column in table.Columns)
        {
            copy.ColumnMappings.Add(column.ColumnName, column.ColumnName);
        }

        await copy.WriteToServerAsync(table, cancel);
    }

    internal static DataTable Table<TRow>(IEntityType entity, IEnumerable<TRow> rows)
        where TRow : class
    {
        List<Column> columns = [.. entity.GetProperties().Select(Of), .. entity.GetNavigations().Where(each => each.TargetEntityType.IsMappedToJson()).Select(OfJson)];
        DataTable table = new() { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var column in columns)
        {
            table.Columns.Add(column.Name, column.Type);
        }

        foreach (var row in rows)
        {
            table.Rows.Add([.. columns.Select(column => Stored(column.Read(row)))]);
        }

        return table;
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => at.ToUniversalTime(),
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        _ => value,
    };

    private static Column Of(IProperty property)
    {
        var converter = property.GetRelationalTypeMapping().Converter;
        var member = property.PropertyInfo ?? throw new InvalidOperationException($"{property.Name} is in no class.");
        var type = converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return new Column(property.GetColumnName(), type == typeof(DateOnly) ? typeof(DateTime) : type, row => Converted(converter, member.GetValue(row)));
    }

    private static Column OfJson(INavigation navigation) => new(
        navigation.TargetEntityType.GetContainerColumnName()!,
        typeof(string),
        row => navigation.PropertyInfo!.GetValue(row) is { } part ? JsonSerializer.Serialize(part, part.GetType()) : null);

    private static object? Converted(ValueConverter? converter, object? value) => value is null || converter is null ? value : converter.ConvertToProvider(value);

    private sealed record Column(string Name, Type Type, Func<object, object?> Read);
}
