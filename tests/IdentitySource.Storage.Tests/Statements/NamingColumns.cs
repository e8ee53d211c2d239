using IdentitySource.Storage.SqlServer;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>PostgreSQL runs its statements in every test; of SQL Server's at least the names are compared with its tables.</summary>
public class NamingColumns
{
    private readonly NamedThings model = new(SqlServerStorage.Model);

    public static TheoryData<string> Names => [.. Dialect.SqlServer.All.Select(each => each.Key).Where(name => name is not ("Engine.Facts" or "RowEstimates.Users"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_table_and_column_of_a_statement_is_one_of_the_model(string name) =>
        Assert.Empty(model.Unknown(Dialect.SqlServer.All.Single(each => each.Key == name).Value));

    [Theory]
    [InlineData("SELECT u.nick FROM users AS u WHERE u.pool_id = @pool", "u.nick")]
    [InlineData("SELECT id FROM user WHERE pool_id = @pool", "user")]
    [InlineData("UPDATE users SET colour = 'red' WHERE pool_id = @pool", "colour")]
    [InlineData("INSERT INTO attempts (pool_id, [key], number) VALUES (@pool, @key, 1)", "number")]
    [InlineData("SELECT x.id FROM users AS u", "x.id")]
    [InlineData("WITH due AS (SELECT m.id FROM outbox_mails AS m) UPDATE due SET tries = 1 OUTPUT inserted.id", "tries")]
    public void A_name_that_nothing_has_is_found(string statement, string name) => Assert.Contains(name, model.Unknown(statement));
}
