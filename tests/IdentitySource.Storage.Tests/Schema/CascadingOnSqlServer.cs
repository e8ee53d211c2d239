using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>
/// The triggers that stand for PostgreSQL's cascading foreign keys, run by hand: a database of one row in each table, each pointing at
/// the one row of every table that it can point at.
/// </summary>
public sealed partial class CascadingOnSqlServer : IDisposable
{
    private readonly IdentitySourceDb db = TwoModels.SqlServerContext();

    public void Dispose() => db.Dispose();

    private Dictionary<string, List<Deletion>> Triggers => Script().ToDictionary(trigger => trigger.Groups["table"].Value, trigger => Deletes().Matches(trigger.Value)
        .Select(delete => new Deletion(delete.Groups["table"].Value, Matches().Matches(delete.Groups["same"].Value).ToDictionary(each => each.Groups["its"].Value, each => each.Groups["gone"].Value))).ToList());

    [Fact]
    public void Each_foreign_key_that_cascades_on_PostgreSQL_has_its_deletion()
    {
        var triggers = Triggers;

        Assert.All(ForeignKeys(TwoModels.PostgreSql).Where(key => key.OnDeleteAction == ReferentialAction.Cascade), key => Assert.Contains(
            triggers[key.PrincipalTable.Name],
            deletion => deletion.Table == key.Table.Name && deletion.Columns.OrderBy(pair => pair.Key).SequenceEqual(Pairs(key).OrderBy(pair => pair.Key))));
    }

    [Fact]
    public void Nothing_else_is_deleted() =>
        Assert.Equal(
            ForeignKeys(TwoModels.PostgreSql).Count(key => key.OnDeleteAction == ReferentialAction.Cascade),
            Triggers.Sum(trigger => trigger.Value.Count(deletion => deletion.Table != trigger.Key)));

    /// <summary>A trigger replaces the statement, so it has to do what the statement said; by the whole key, or other rows would go too.</summary>
    [Fact]
    public void The_row_itself_goes_last() =>
        Assert.All(Triggers, trigger =>
        {
            var key = TwoModels.SqlServer.FindTable(trigger.Key, null)!.PrimaryKey!.Columns.Select(column => column.Name).ToList();
            Assert.Equal(trigger.Key, trigger.Value[^1].Table);
            Assert.Equal(key.ToDictionary(name => name), trigger.Value[^1].Columns);
            Assert.Single(trigger.Value, deletion => deletion.Table == trigger.Key);
        });

    [Fact]
    public void No_row_goes_before_one_that_points_at_it()
    {
        var triggers = Triggers;

        Assert.All(TwoModels.SqlServer.Tables, table =>
        {
            var rows = TwoModels.SqlServer.Tables.Select(each => each.Name).ToHashSet();
            Delete(table.Name, rows, triggers);
            Assert.Equal(Remaining(table), rows.Order(StringComparer.Ordinal));
        });
    }

    /// <summary>32 is as deep as SQL Server lets one trigger cause another.</summary>
    [Fact]
    public void Triggers_do_not_cause_one_another_for_ever() => Assert.InRange(TwoModels.SqlServer.Tables.Max(Height), 2, 31);

    private static void Delete(string table, HashSet<string> rows, Dictionary<string, List<Deletion>> triggers)
    {
        if (!rows.Contains(table))
        {
            return;
        }

        foreach (var deletion in triggers.GetValueOrDefault(table, []).Where(deletion => deletion.Table != table))
        {
            Delete(deletion.Table, rows, triggers);
        }

        Assert.DoesNotContain(ForeignKeys(TwoModels.SqlServer), key => key.PrincipalTable.Name == table && rows.Contains(key.Table.Name));
        rows.Remove(table);
    }

    /// <summary>What PostgreSQL would leave: everything that no path of foreign keys leads from to the table.</summary>
    private static IEnumerable<string> Remaining(ITable table) =>
        TwoModels.PostgreSql.Tables.Where(each => !Reaches(each, table.Name)).Select(each => each.Name).Order(StringComparer.Ordinal);

    private static bool Reaches(ITable from, string to) => from.Name == to || from.ForeignKeyConstraints.Any(key => Reaches(key.PrincipalTable, to));

    private static int Height(ITable table) => table.ReferencingForeignKeyConstraints.Select(key => Height(key.Table) + 1).DefaultIfEmpty(0).Max();

    private static IEnumerable<IForeignKeyConstraint> ForeignKeys(IRelationalModel model) => model.Tables.SelectMany(table => table.ForeignKeyConstraints);

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IForeignKeyConstraint key) =>
        key.Columns.Zip(key.PrincipalColumns, (column, of) => KeyValuePair.Create(column.Name, of.Name));

    /// <summary>As the migrations make them, the latest of each name: not as the model of today would have them.</summary>
    private IEnumerable<Match> Script() => Makes().Matches(db.GetService<IMigrator>().GenerateScript()).GroupBy(trigger => trigger.Groups["table"].Value).Select(group => group.Last());

    private sealed record Deletion(string Table, Dictionary<string, string> Columns);

    [GeneratedRegex(@"CREATE OR ALTER TRIGGER \[(?<table>\w+)_cascade\] ON \[\k<table>\] INSTEAD OF DELETE AS\nBEGIN\n.*?\nEND'", RegexOptions.Singleline)]
    private static partial Regex Makes();

    [GeneratedRegex(@"^\s+DELETE its FROM \[(?<table>\w+)\] its WHERE EXISTS \(SELECT 1 FROM deleted WHERE (?<same>.*)\);$", RegexOptions.Multiline)]
    private static partial Regex Deletes();

    [GeneratedRegex(@"its\.\[(?<its>\w+)\] = deleted\.\[(?<gone>\w+)\]")]
    private static partial Regex Matches();
}
