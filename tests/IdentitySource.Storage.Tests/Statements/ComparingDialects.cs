using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>What one provider's statements promise, the other's do: as far as it can be seen without running them.</summary>
public class ComparingDialects
{
    /// <summary>PostgreSQL's, and what SQL Server learned after 2019.</summary>
    private static readonly string[] Foreign =
    [
        "ON CONFLICT", "RETURNING", "::", "FOR UPDATE", "FOR SHARE", "FOR NO KEY UPDATE", "LIMIT", "LATERAL", "TRUE", "FALSE", "DISTINCT FROM", "INTERVAL",
        "EXCLUDED", "ARRAY", "UNNEST (", "POSITION (", "BTRIM (", "STRING_TO_ARRAY (", "JSON_AGG (", "BOOL_AND (", "NOW (", "CTID", "SELECT FROM", "ILIKE",
        "LEAST (", "GREATEST (", "STRING_SPLIT (", "DATETRUNC (", "JSON_OBJECT (", "JSON_ARRAY (", "GENERATE_SERIES (",
    ];

    public static TheoryData<string> Names => [.. Dialect.PostgreSql.Stores.Keys];

    public static TheoryData<string> TSql => [.. Dialect.SqlServer.All.Select(each => each.Key)];

    [Fact]
    public void Every_statement_has_its_twin()
    {
        Assert.Equal(Dialect.PostgreSql.Stores.Keys, Dialect.SqlServer.Stores.Keys);
        Assert.InRange(Dialect.Kinds.Count, 6, 20);
        Assert.DoesNotContain(Dialect.PostgreSql.Stores.Concat(Dialect.SqlServer.Stores), each => !new SqlText(each.Value).Parts.Any(part => part.Verb is not null || part.Has("EXEC")));
    }

    /// <summary>The stores give the same to both, and SQL Server refuses a statement that names what it was not given.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_wants_no_parameter_that_its_twin_does_not(string name)
    {
        var (twin, statement) = (new SqlText(Dialect.PostgreSql.Stores[name]), new SqlText(Dialect.SqlServer.Stores[name]));

        Assert.Empty(statement.Parameters.Except(twin.Parameters));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_tells_as_many_columns_as_its_twin(string name) =>
        Assert.Equal(new SqlText(Dialect.PostgreSql.Stores[name]).Columns, new SqlText(Dialect.SqlServer.Stores[name]).Columns);

    [Theory]
    [MemberData(nameof(TSql))]
    public void No_word_is_left_that_SQL_Server_2019_does_not_know(string name)
    {
        SqlText statement = new(Statement(name));

        Assert.DoesNotContain(Foreign, statement.Has);
    }

    /// <summary>Several writes are one, also when the client goes away in between; and nothing is undone that the caller's transaction holds.</summary>
    [Theory]
    [MemberData(nameof(TSql))]
    public void What_writes_more_than_once_is_one_transaction(string name)
    {
        SqlText statement = new(Statement(name));
        var (begun, ended) = (statement.Count("BEGIN TRANSACTION"), statement.Count("COMMIT TRANSACTION"));

        Assert.Equal(begun, ended);
        Assert.False(statement.Has("ROLLBACK"));
        Assert.Equal(statement.Writing.Count() > 1 ? 1 : begun, begun);
        Assert.True(begun == 0 || (begun == 1 && statement.Has("SET XACT_ABORT ON")));
    }

    /// <summary>Only its last statement speaks: another's count would be taken for the answer.</summary>
    [Theory]
    [MemberData(nameof(TSql))]
    public void What_is_several_statements_is_silent_but_for_the_last(string name)
    {
        SqlText statement = new(Statement(name));
        if (statement.Parts.Count(part => part.Verb is not null) > 1 && !name.EndsWith(".Add", StringComparison.Ordinal))
        {
            Assert.True(statement.Has("SET NOCOUNT ON"));
            Assert.True(statement.Count("SET NOCOUNT OFF") <= 1);
            Assert.InRange(statement.Parts.SkipWhile(part => !part.Has("NOCOUNT OFF")).Count(part => part.Verb is not null), 0, 1);
        }
    }

    /// <summary>Texts of a variable table have the database's collation otherwise, and could be compared with no column.</summary>
    [Theory]
    [MemberData(nameof(TSql))]
    public void A_variable_table_says_how_its_texts_compare_and_how_fine_its_times_are(string name)
    {
        var words = new SqlText(Statement(name)).Words.Select(word => word.Text).ToList();
        foreach (var (word, index) in words.Select((word, index) => (word, index)).Where(each => each.index > 0 && words[each.index - 1] != "AS"))
        {
            Assert.False(word == "nvarchar" && words[index + 4] != "COLLATE", $"a text without a collation after {words[index - 1]}");
            Assert.False(word == "datetimeoffset" && words[index + 2] != "6", $"a time of other fractions after {words[index - 1]}");
        }
    }

    [Fact]
    public void What_these_look_for_is_found()
    {
        SqlText flawed = new("DECLARE @t TABLE (id int); UPDATE a SET x = @x OUTPUT inserted.id INTO @t; DELETE FROM b WHERE id = ANY (ARRAY(SELECT 1, 2)) RETURNING b.id, b.x, (SELECT 1, 2)");

        Assert.Equal(["@x"], flawed.Parameters);
        Assert.Equal(["UPDATE", "DELETE"], flawed.Writing.Select(part => part.Verb));
        Assert.Equal(3, flawed.Columns);
        Assert.Equal(["RETURNING", "ARRAY"], Foreign.Where(flawed.Has));
        Assert.Equal(2, new SqlText("WITH x AS (SELECT 1, 2, 3) SELECT x.a, coalesce(x.b, 'x, y') FROM x").Columns);
        Assert.Equal(0, new SqlText("WITH x AS (SELECT 1) UPDATE y SET a = 1 FROM x").Columns);
        Assert.Equal(2, new SqlText("UPDATE due SET a = 1 OUTPUT inserted.a, inserted.b").Columns);
        Assert.Equal(0, new SqlText("SELECT FROM y FOR UPDATE").Columns);
        Assert.Equal(["@id"], new SqlText("DECLARE @turn int; EXEC @turn = sp_take @id = @id, @Mode = 'Alone'").Parameters);
    }

    private static string Statement(string name) => Dialect.SqlServer.All.Single(each => each.Key == name).Value;
}
