using System.Data;
using System.Data.Common;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Parameters by name. The type is always said, also of a null: a statement whose parameters change their types is another
/// statement to the database, and would be planned again.
/// </summary>
internal static class CommandParameters
{
    public static DbCommand With(this DbCommand command, string name, Guid? value) => command.With(name, DbType.Guid, value);

    public static DbCommand With(this DbCommand command, string name, byte[]? value) => command.With(name, DbType.Binary, value);

    public static DbCommand With(this DbCommand command, string name, string? value) => command.With(name, DbType.String, value);

    public static DbCommand With(this DbCommand command, string name, bool value) => command.With(name, DbType.Boolean, value);

    public static DbCommand With(this DbCommand command, string name, int value) => command.With(name, DbType.Int32, value);

    /// <summary>In UTC: PostgreSQL takes no other offset, and keeps none.</summary>
    public static DbCommand With(this DbCommand command, string name, DateTimeOffset? value) =>
        command.With(name, DbType.DateTimeOffset, value?.ToUniversalTime());

    /// <summary>As whole seconds: not every database has a type for a span of days.</summary>
    public static DbCommand With(this DbCommand command, string name, TimeSpan value) => command.With(name, DbType.Int64, (long)value.TotalSeconds);

    private static DbCommand With(this DbCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }
}
