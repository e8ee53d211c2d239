using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IdentitySource.TestKit.SqlServer;

/// <summary>Stands where a SQL Server would: lets everybody in, and answers everything with nothing.</summary>
internal sealed class Nowhere : DbCommandInterceptor, IDbConnectionInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Check(command.CommandText);
        using DataTable nothing = new();
        return InterceptionResult<DbDataReader>.SuppressWithResult(nothing.CreateDataReader());
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Check(command.CommandText);
        return InterceptionResult<int>.SuppressWithResult(0);
    }

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    /// <summary>A list of texts that is read from JSON compares as the database does, a column as the model says: SQL Server refuses the two together.</summary>
    private static void Check(string statement)
    {
        HeardStatements.OnSqlServer(statement);
        if (statement.Contains("OPENJSON", StringComparison.Ordinal) && statement.Contains("[Value] nvarchar", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("SQL Server would refuse it (error 468, two collations): " + statement);
        }
    }
}
