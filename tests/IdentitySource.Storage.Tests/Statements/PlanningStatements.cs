using IdentitySource.Storage.Identity;
using IdentitySource.Storage.PostgreSql;
using IdentitySource.Storage.Statements;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

public class PlanningStatements(CrowdedPool crowd) : IClassFixture<CrowdedPool>
{
    /// <summary>Of pools there are few here, and reading them all is right.</summary>
    private const string OfAPool = nameof(PoolStatements.TakeTurn);

    /// <summary>
    /// A deployment's first thousand requests come before its database's first statistics. Until those, the planner may take a
    /// pool of a few thousand people for a single one and read it whole, by its key; a whole table it must never read.
    /// </summary>
    [Fact]
    public async Task Every_statement_finds_its_rows_by_an_index_whatever_the_database_knows_of_its_tables()
    {
        Assert.DoesNotContain(await FlawsAsync(), flaw => flaw.Contains("Seq Scan", StringComparison.Ordinal));

        await crowd.AnalyzeAsync();

        Assert.Equal("", string.Join("\n", await FlawsAsync()));
    }

    [Theory]
    [InlineData("ann@acme.test")]
    [InlineData("+8613800000000")]
    [InlineData("ann")]
    public async Task Who_signs_in_is_found_by_an_index(string identifier)
    {
        await using var db = await crowd.Ground.Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(Guid.CreateVersion7(), default);
        await using var command = UserDirectory.Called(db.Users, identifier)!.CreateDbCommand();
        command.CommandText = $"EXPLAIN (FORMAT JSON) {command.CommandText}";
        await db.Database.OpenConnectionAsync();

        var plan = Plan.Parse((string)(await command.ExecuteScalarAsync())!);

        Assert.Empty(Plan.Flaws(plan));
    }

    /// <summary>The two scans that the tests above look for are recognised.</summary>
    [Theory]
    [InlineData("SELECT * FROM users WHERE nickname = @name", "Seq Scan on users")]
    [InlineData("SELECT id FROM users WHERE pool_id = @pool ORDER BY id LIMIT 1", "reads all of a pool")]
    public async Task A_statement_without_an_index_would_be_noticed(string statement, string flaw) =>
        Assert.Contains(flaw, Assert.Single(Plan.Flaws(await Plan.OfAsync(crowd.Ground.ConnectionString, statement))), StringComparison.Ordinal);

    private async Task<List<string>> FlawsAsync()
    {
        List<string> flaws = [];
        foreach (var (name, statement) in Statements())
        {
            flaws.AddRange(Plan.Flaws(await Plan.OfAsync(crowd.Ground.ConnectionString, statement)).Select(flaw => $"{name}: {flaw}"));
        }

        return flaws;
    }

    private IEnumerable<(string Name, string Statement)> Statements() => (
        from kind in Dialect.Kinds
        let statements = crowd.Ground.Services.GetService(kind)!
        from property in kind.GetProperties()
        where property.PropertyType == typeof(string) && property.Name != OfAPool
        from statement in ((string)property.GetValue(statements)!).Split(";\n")
        select ($"{kind.Name}.{property.Name}", statement))
        .Append(("seeing sessions", PostgreSqlBulkRows.SeeSessions.Replace("$1, $2, $3", "@pools, @ids, @times", StringComparison.Ordinal)));
}
