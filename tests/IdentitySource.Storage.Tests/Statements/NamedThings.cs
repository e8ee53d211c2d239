using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>
/// Compares the names in a statement of SQL Server with the model. An alias that stands for several tables, in sub-selects beside each
/// other, has the columns of all of them: less than the server would say, and enough for a slip of the pen.
/// </summary>
internal sealed partial class NamedThings
{
    /// <summary>Words of T-SQL that stand where a column could, as far as these statements use them.</summary>
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "ABORT", "ALL", "AND", "APPLY", "AS", "AT", "BEGIN", "BY", "CASE", "CATCH", "COLLATE", "COMMIT", "CROSS", "DEADLOCK_PRIORITY", "DECLARE", "DELETE", "DISTINCT",
        "ELSE", "END", "EXEC", "EXISTS", "FROM", "GROUP", "HIGH", "HOLDLOCK", "IF", "IN", "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "LEFT", "LIKE", "LOW", "MAXDOP",
        "NOCOUNT", "NOT", "NULL", "OFF", "ON", "OPTION", "OR", "ORDER", "OUTPUT", "PRIMARY", "READCOMMITTEDLOCK", "READPAST", "REPEATABLEREAD", "ROWLOCK", "SELECT", "SET",
        "TABLE", "THEN", "THROW", "TOP", "TRANSACTION", "TRY", "UNION", "UPDATE", "UPDLOCK", "VALUES", "WHEN", "WHERE", "WITH", "WITHIN", "XACT_ABORT",
        "binary", "bigint", "bit", "char", "date", "datetimeoffset", "int", "nvarchar", "max", "day", "second", "nanosecond", "Latin1_General_100_BIN2", "sp_getapplock",
    };

    private readonly Dictionary<string, HashSet<string>> tables;

    public NamedThings(IModel model) => tables = model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()).GroupBy(entity => entity.GetTableName()!).ToDictionary(
        table => table.Key,
        table => table.SelectMany(entity => entity.GetProperties().Select(property => property.GetColumnName())
            .Concat(entity.GetNavigations().Select(each => each.TargetEntityType.GetContainerColumnName()).OfType<string>())).ToHashSet());

    /// <summary>Names that nothing has.</summary>
    public IEnumerable<string> Unknown(string statement)
    {
        var text = Literal().Replace(statement, "''").Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var named = Source().Matches(text).Select(match => (Table: match.Groups["table"].Value, Alias: match.Groups["alias"].Value)).Where(each => !Keywords.Contains(each.Table)).ToList();
        var made = Made().Matches(text).SelectMany(match => match.Groups.Values.Skip(1)).Select(group => group.Value)
            .Concat(DeclaredColumn().Matches(text).Select(match => match.Groups[1].Value)).ToHashSet();
        var mentioned = named.Where(each => tables.ContainsKey(each.Table)).ToList();
        var columns = mentioned.SelectMany(each => tables[each.Table]).ToHashSet();
        var missing = named.Where(each => !tables.ContainsKey(each.Table) && !made.Contains(each.Table) && mentioned.TrueForAll(other => other.Alias != each.Table)).Select(each => each.Table);
        var foreign = from match in Qualified().Matches(text)
                      let alias = match.Groups[1].Value
                      let column = match.Groups[2].Value
                      let of = mentioned.Where(each => each.Alias == alias || each.Table == alias).ToList()
                      where of.Count > 0 ? !made.Contains(alias) && !of.Exists(each => tables[each.Table].Contains(column)) : !made.Contains(alias) && alias is not ("inserted" or "deleted" or "sys")
                      select match.Value;
        var bare = from match in Bare().Matches(Qualified().Replace(text, " "))
                   let word = match.Value
                   where !Keywords.Contains(word) && !columns.Contains(word) && !made.Contains(word) && !tables.ContainsKey(word) && mentioned.TrueForAll(each => each.Alias != word)
                   select word;
        return missing.Concat(foreign).Concat(bare).Distinct();
    }

    [GeneratedRegex("'(?:[^']|'')*'")]
    private static partial Regex Literal();

    /// <summary>A table, and what it is called.</summary>
    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?<table>[a-z_]\w*)\b(?!\.)(?:\s+AS\s+(?<alias>\w+))?")]
    private static partial Regex Source();

    /// <summary>What the statement itself gives a name to.</summary>
    [GeneratedRegex(@"(?:\)|\bEND|@\w+|\w+\.\w+|Latin1_General_100_BIN2)\s+AS\s+(?!int|bit|nvarchar|bigint|date|datetimeoffset|binary)(\w+)|\bWITH\s+(\w+)\s+AS\s+\(")]
    private static partial Regex Made();

    [GeneratedRegex(@"(?<=[(,]\s*)(\w+)\s+(?:binary|int|nvarchar|bigint|datetimeoffset|date)\b[^,]*?NOT NULL")]
    private static partial Regex DeclaredColumn();

    [GeneratedRegex(@"(?<![@\w.])([a-z]\w*)\.(\w+)")]
    private static partial Regex Qualified();

    /// <summary>Neither a variable nor a function.</summary>
    [GeneratedRegex(@"(?<![@\w.])[A-Za-z_]\w*\b(?!\s*[(.])")]
    private static partial Regex Bare();
}
