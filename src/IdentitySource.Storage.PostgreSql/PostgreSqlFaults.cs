using IdentitySource.Storage.Ports;
using Npgsql;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>Reads PostgreSQL's error codes (its manual, appendix A). Any other failure of the driver is a broken or missing connection.</summary>
public sealed class PostgreSqlFaults : IDatabaseFaults
{
    public bool IsOutage(Exception failure) => Cause(failure) switch
    {
        // FATAL ends the connection, whatever its code: the database sends everybody away, or lets nobody in.
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => true,
        PostgresException error => IsOutage(error.SqlState),
        NpgsqlException => true,
        _ => false,
    };

    public bool IsUndone(Exception failure) => Cause(failure) is PostgresException { SqlState: var state } && IsUndone(state);

    public bool IsForbidden(Exception failure) => Cause(failure) is { SqlState: PostgresErrorCodes.InsufficientPrivilege };

    public bool Spoke(Exception failure) => Cause(failure) is { SqlState: not null };

    private static bool IsUndone(string state) =>
        state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable;

    private static bool IsOutage(string state) => IsUndone(state)
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.InvalidCatalogName
        // Connection, authentication, resources (disk, memory, connections), operator (shutdown), system (input and output).
        || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal);

    /// <summary>EF and the pool wrap what the driver throws. A cancelled request is no failure of the database, whatever is inside.</summary>
    private static NpgsqlException? Cause(Exception failure)
    {
        for (Exception? each = failure; each is not null and not OperationCanceledException; each = each.InnerException)
        {
            if (each is NpgsqlException cause)
            {
                return cause;
            }
        }

        return null;
    }
}
