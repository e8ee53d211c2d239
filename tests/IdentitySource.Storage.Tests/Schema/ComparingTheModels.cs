using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>
/// One model, two databases: the same tables, columns, keys and indexes. What differs stands here with its reason, and a difference
/// that is no more is struck out.
/// </summary>
public class ComparingTheModels
{
    /// <summary>What a type of PostgreSQL is on SQL Server, and why where that is not plain.</summary>
    private static readonly Dictionary<string, string> Types = new()
    {
        ["integer"] = "int",
        ["bigint"] = "bigint",
        ["boolean"] = "bit",
        ["date"] = "date",

        // The order of the bytes is that of the ids' making; uniqueidentifier has another.
        ["uuid"] = "binary(16)",

        // Microseconds. PostgreSQL keeps UTC, as everything is that is written.
        ["timestamp with time zone"] = "datetimeoffset(6)",
        ["bytea"] = "varbinary",
        ["character varying"] = "nvarchar",
        ["text"] = "nvarchar(max)",

        // There are neither arrays nor (before 2025) a type for JSON; both are read and written whole.
        ["jsonb"] = "nvarchar(max)",
        ["text[]"] = "nvarchar(max)",
        ["uuid[]"] = "nvarchar(max)",
    };

    /// <summary>Columns whose type is none of those.</summary>
    private static readonly Dictionary<string, string> OtherTypes = new()
    {
        // An index wants a bound. A name has 200 characters at most (UserFieldRules).
        ["users.normalized_name"] = "text is nvarchar(450)",
    };

    [Fact]
    public void They_have_the_same_tables_and_columns() => Same(model =>
        from table in model.Tables
        from column in table.Columns
        select $"{table.Name}.{column.Name}{(column.IsNullable ? " or nothing" : "")}{Traits(column)}");

    [Fact]
    public void They_have_the_same_keys() => Same(model =>
        from table in model.Tables
        from key in table.UniqueConstraints
        select $"{key.Name}{(key.GetIsPrimaryKey() ? " first" : "")}: {Names(key.Columns)}");

    /// <summary>On SQL Server none of them cascades: triggers do (<see cref="CascadingOnSqlServer"/>).</summary>
    [Fact]
    public void They_have_the_same_foreign_keys_but_for_what_a_deletion_does()
    {
        Same(model => ForeignKeys(model).Select(key => $"{key.Name}: {key.Table.Name} {Names(key.Columns)} of {key.PrincipalTable.Name} {Names(key.PrincipalColumns)}"));

        Assert.All(ForeignKeys(TwoModels.PostgreSql), key => Assert.Equal(ReferentialAction.Cascade, key.OnDeleteAction));
        Assert.All(ForeignKeys(TwoModels.SqlServer), key => Assert.Equal(ReferentialAction.NoAction, key.OnDeleteAction));
    }

    [Fact]
    public void They_have_the_same_indexes() => Same(model =>
        from index in Indexes(model)
        select $"{index.Table.Name} {index.Name}: {Names(index.Columns)}{(index.IsUnique ? " once" : "")}{(index.Filter is null ? "" : " of some")}");

    [Fact]
    public void Their_indexes_of_some_rows_are_of_the_same_rows() =>
        Assert.Equal(
            Indexes(TwoModels.PostgreSql).Where(index => index.Filter is not null).ToDictionary(Named, index => OnSqlServer(index.Filter!)).OrderBy(each => each.Key, StringComparer.Ordinal),
            Indexes(TwoModels.SqlServer).Where(index => index.Filter is not null).ToDictionary(Named, index => index.Filter!).OrderBy(each => each.Key, StringComparer.Ordinal));

    [Fact]
    public void Their_types_differ_as_it_says_here()
    {
        var columns = Columns(TwoModels.SqlServer).ToDictionary(Named);
        var pairs = Columns(TwoModels.PostgreSql).Select(column => (Name: Named(column), From: column.StoreType, To: columns[Named(column)].StoreType)).ToList();
        var different = pairs.Where(pair => pair.To != Expected(pair.From, pair.To)).ToDictionary(pair => pair.Name, pair => $"{pair.From} is {pair.To}");

        Assert.Equal(OtherTypes, different);
        Assert.Empty(Types.Keys.Except(pairs.Select(pair => Plain(pair.From))));
    }

    /// <summary>No text compares but by its code units: the collation of the database, which forgets case, decides nothing.</summary>
    [Fact]
    public void Every_text_says_how_it_compares() =>
        Assert.Empty(
            from column in Columns(TwoModels.SqlServer)
            where column.StoreType.StartsWith("nvarchar", StringComparison.Ordinal) && column.Collation != "Latin1_General_100_BIN2"
            where !TwoModels.PostgreSql.FindTable(column.Table.Name, null)!.FindColumn(column.Name)!.StoreType.StartsWith("json", StringComparison.Ordinal)
            select Named(column));

    /// <summary>900 bytes in the order of a table, 1700 in any other; a character takes two. Beyond that a row would be refused when it comes.</summary>
    [Fact]
    public void Every_key_has_room_in_its_index()
    {
        var clustered = TwoModels.SqlServer.Tables.Select(table => table.PrimaryKey!).Where(IsClustered).Select(key => (key.Name, Size: Size(key.Columns)));
        var others = TwoModels.SqlServer.Tables.Select(table => table.PrimaryKey!).Where(key => !IsClustered(key)).Select(key => (key.Name, Size: Size(key.Columns)))
            .Concat(Indexes(TwoModels.SqlServer).Select(index => (index.Name, Size: Size(index.Columns))));

        Assert.DoesNotContain(clustered, key => key.Size > 900);
        Assert.DoesNotContain(others, key => key.Size > 1700);
    }

    private static void Same(Func<IRelationalModel, IEnumerable<string>> facts) =>
        Assert.Equal(facts(TwoModels.PostgreSql).Order(StringComparer.Ordinal), facts(TwoModels.SqlServer).Order(StringComparer.Ordinal));

    private static IEnumerable<IForeignKeyConstraint> ForeignKeys(IRelationalModel model) => model.Tables.SelectMany(table => table.ForeignKeyConstraints);

    private static IEnumerable<ITableIndex> Indexes(IRelationalModel model) => model.Tables.SelectMany(table => table.Indexes);

    private static IEnumerable<IColumn> Columns(IRelationalModel model) => model.Tables.SelectMany(table => table.Columns);

    private static string Named(IColumn column) => $"{column.Table.Name}.{column.Name}";

    private static string Named(ITableIndex index) => $"{index.Table.Name}.{index.Name}";

    private static string Names(IEnumerable<IColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    /// <summary>What the database writes itself, and what a change is compared with.</summary>
    private static string Traits(IColumn column) => string.Concat(column.PropertyMappings.Select(mapping => mapping.Property).Select(property =>
        $"{(property.IsConcurrencyToken ? ", compared" : "")}{(property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType != typeof(Guid) ? ", counted" : "")}"));

    private static string OnSqlServer(string filter) => filter switch
    {
        "administrative" or "success" => $"{filter} = 1",
        "NOT success" => "success = 0",
        _ => filter,
    };

    private static string Plain(string type) => type.Split('(')[0];

    /// <summary>PostgreSQL keeps no length of bytes.</summary>
    private static string Expected(string type, string other) => Types[Plain(type)] switch
    {
        "varbinary" when Plain(other) == "varbinary" => other,
        "nvarchar" => $"nvarchar{type[Plain(type).Length..]}",
        var expected => expected,
    };

    private static bool IsClustered(IPrimaryKeyConstraint key) => key.MappedKeys.First().FindAnnotation("SqlServer:Clustered")?.Value is not false;

    private static int Size(IEnumerable<IColumn> columns) => columns.Sum(column => column.StoreType switch
    {
        "bigint" => 8,
        "int" => 4,
        "date" => 3,
        "datetimeoffset(6)" => 10,
        var type when Room(type) is { } room => type.StartsWith('n') ? 2 * room : room,
        var type => throw new InvalidOperationException($"{Named(column)} is {type}, which no index takes."),
    });

    private static int? Room(string type) => int.TryParse(type.Split('(', ')').ElementAtOrDefault(1), out var room) ? room : null;
}
