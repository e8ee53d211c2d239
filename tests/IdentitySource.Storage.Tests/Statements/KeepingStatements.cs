using System.Text;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>
/// The statements in full, put together of their parts, as a server sends them: what a change of a shared part does to each is seen in
/// its review.
/// </summary>
public class KeepingStatements
{
    [Theory]
    [InlineData("PostgreSQL", "postgresql.sql")]
    [InlineData("SQL Server", "sqlserver.sql")]
    public void The_statements_are_those_that_were_reviewed(string dialect, string file)
    {
        StringBuilder text = new();
        var all = new[] { Dialect.PostgreSql, Dialect.SqlServer }.Single(each => each.Name == dialect);
        foreach (var (name, statement) in all.All)
        {
            text.Append("-- ").Append(name).Append('\n').Append(statement).Append("\n\n");
        }

        Snapshot.Same($"Statements/Snapshots/{file}", text.ToString());
    }
}
