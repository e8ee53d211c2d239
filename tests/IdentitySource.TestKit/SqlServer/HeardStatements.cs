using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IdentitySource.TestKit.SqlServer;

/// <summary>What EF wrote for PostgreSQL and for SQL Server while somebody listened; nobody hears what others ask.</summary>
public sealed class HeardStatements
{
    private static readonly AsyncLocal<HeardStatements?> Listener = new();

    public List<string> PostgreSql { get; } = [];

    public List<string> SqlServer { get; } = [];

    public static async Task<HeardStatements> DuringAsync(Func<Task> act)
    {
        HeardStatements heard = new();
        Listener.Value = heard;
        try
        {
            await act();
        }
        finally
        {
            Listener.Value = null;
        }

        return heard;
    }

    internal static void OnSqlServer(string statement) => Listener.Value?.SqlServer.Add(statement);

    /// <summary>Listens where the statements really go.</summary>
    internal sealed class OnPostgreSql : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Note(command, eventData);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Note(command, eventData);
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        /// <summary>What SaveChanges writes is not asked on the other side, so it is left out on this one.</summary>
        private static void Note(DbCommand command, CommandEventData eventData)
        {
            if (eventData.CommandSource != CommandSource.SaveChanges)
            {
                Listener.Value?.PostgreSql.Add(command.CommandText);
            }
        }
    }
}
