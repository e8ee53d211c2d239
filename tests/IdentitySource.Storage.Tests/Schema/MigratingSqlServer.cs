using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>What the migrations would do to a SQL Server, read as the script that they write.</summary>
public sealed partial class MigratingSqlServer : IDisposable
{
    private const string Guarded = "IF NOT EXISTS (\n    SELECT * FROM [__EFMigrationsHistory]\n    WHERE [MigrationId] = N'";

    private readonly IdentitySourceDb db = TwoModels.SqlServerContext();

    public void Dispose() => db.Dispose();

    [Fact]
    public void The_migrations_make_the_whole_model() => Assert.False(db.Database.HasPendingModelChanges());

    [Fact]
    public void The_script_makes_every_table_with_all_its_columns()
    {
        foreach (var table in TwoModels.SqlServer.Tables)
        {
            var definition = Script(MigrationsSqlGenerationOptions.Default).Split($"CREATE TABLE [{table.Name}] (\n")[1].Split("\n);")[0];
            Assert.All(table.Columns, column => Assert.Contains($"    [{column.Name}] {column.StoreType} ", definition, StringComparison.Ordinal));
            Assert.Contains($"CONSTRAINT [{table.PrimaryKey!.Name}] PRIMARY KEY", definition, StringComparison.Ordinal);
            Assert.All(table.ForeignKeyConstraints, key => Assert.Contains($"CONSTRAINT [{key.Name}] FOREIGN KEY", definition, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_script_makes_every_index()
    {
        var made = CreatesIndex().Matches(Script(MigrationsSqlGenerationOptions.Default)).Select(match => match.Groups["name"].Value);

        Assert.Equal(TwoModels.SqlServer.Tables.SelectMany(table => table.Indexes).Select(index => index.Name).Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_script_makes_the_triggers_of_the_model()
    {
        var made = CreatesTrigger().Matches(Script(MigrationsSqlGenerationOptions.Default)).Select(match => match.Groups["name"].Value);
        var declared = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(entity => entity.GetDeclaredTriggers()).Select(trigger => trigger.ModelName);

        Assert.Equal(declared.Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
    }

    /// <summary>So that it can be run twice, or where a part has been done: each step asks first.</summary>
    [Fact]
    public void Every_step_of_the_idempotent_script_asks_whether_it_is_done()
    {
        var script = AroundSteps().Replace(Script(MigrationsSqlGenerationOptions.Idempotent), "");
        var steps = EndOfStep().Split(script).Where(step => step.Length > 0).ToList();

        Assert.StartsWith("IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL\n", steps[0], StringComparison.Ordinal);
        Assert.All(steps.Skip(1), step => Assert.StartsWith(Guarded, step, StringComparison.Ordinal));
        Assert.True(steps.Count > TwoModels.SqlServer.Tables.Count());
    }

    [Fact]
    public void Every_migration_is_written_down_when_it_is_done()
    {
        var script = Script(MigrationsSqlGenerationOptions.Idempotent);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.All(db.Database.GetMigrations(), id => Assert.Contains($"VALUES (N'{id}', N'", script, StringComparison.Ordinal));
    }

    /// <summary>Else a reader waits for whoever writes, which nothing here expects. It is no part of a transaction, and alone in its migration.</summary>
    [Fact]
    public void The_first_migration_lets_readers_not_wait()
    {
        var first = Script(MigrationsSqlGenerationOptions.Default).Split("BEGIN TRANSACTION;")[0];

        Assert.Contains("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE", first, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO [__EFMigrationsHistory]", first, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE TABLE [user_pools]", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_that_only_PostgreSQL_understands() => Assert.Empty(OfPostgreSql().Matches(Script(MigrationsSqlGenerationOptions.Idempotent)).Select(match => match.Value));

    /// <summary>So that a change of the schema is read as one, and reviewed.</summary>
    [Fact]
    public void The_schema_is_written_down() => Snapshot.Same("Schema/sql-server.sql", Script(MigrationsSqlGenerationOptions.Default));

    private string Script(MigrationsSqlGenerationOptions options) => db.GetService<IMigrator>().GenerateScript(options: options);

    [GeneratedRegex(@"^CREATE (UNIQUE )?INDEX \[(?<name>\w+)\] ON ", RegexOptions.Multiline)]
    private static partial Regex CreatesIndex();

    [GeneratedRegex(@"^EXEC\(N'CREATE OR ALTER TRIGGER \[(?<name>\w+)\] ON ", RegexOptions.Multiline)]
    private static partial Regex CreatesTrigger();

    [GeneratedRegex(@"^(BEGIN TRANSACTION;|COMMIT;|GO)\n", RegexOptions.Multiline)]
    private static partial Regex AroundSteps();

    [GeneratedRegex(@"(?<=^END;)\n+", RegexOptions.Multiline)]
    private static partial Regex EndOfStep();

    [GeneratedRegex(@"\b(uuid|jsonb?|bytea|boolean|text|timestamp\w*|serial|character varying|RETURNING|ON CONFLICT|LIMIT|now\(\))(?!\])|::|\$\d|""", RegexOptions.IgnoreCase)]
    private static partial Regex OfPostgreSql();
}
