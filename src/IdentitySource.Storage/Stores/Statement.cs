using System.Data;
using System.Data.Common;
using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// A statement and its parameters, by name. The type is always said, also of a null: a statement whose parameters change their types
/// is another statement to the database, and would be planned again.
/// </summary>
public readonly struct Statement(DbCommand command, StatementDialect dialect) : IAsyncDisposable
{
    internal DbCommand Command => command;

    public Statement With(string name, Guid? value) => With(name, dialect.IdType, value is { } id ? dialect.Id(id) : null);

    public Statement With(string name, byte[]? value) => With(name, DbType.Binary, value);

    public Statement With(string name, string? value) => With(name, DbType.String, value);

    public Statement With(string name, bool value) => With(name, DbType.Boolean, value);

    public Statement With(string name, int value) => With(name, DbType.Int32, value);

    /// <summary>In UTC: not every database takes another offset, or keeps one.</summary>
    public Statement With(string name, DateTimeOffset? value) => With(name, DbType.DateTimeOffset, value?.ToUniversalTime());

    /// <summary>As whole seconds: not every database has a type for a span of days.</summary>
    public Statement With(string name, TimeSpan value) => With(name, DbType.Int64, (long)value.TotalSeconds);

    /// <summary>Once: what belongs to a transaction cannot be repeated alone.</summary>
    /// <returns>How many rows it touched.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancel) => command.ExecuteNonQueryAsync(cancel);

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private Statement With(string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        dialect.Fit?.Invoke(parameter);
        command.Parameters.Add(parameter);
        return this;
    }
}
