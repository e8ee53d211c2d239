using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IdentitySource.Storage.SqlServer;

/// <summary>
/// Deletes with a row what belongs to it, where PostgreSQL's foreign keys cascade. A row goes after what points at it: each trigger
/// deletes the dependents, whose own triggers do the same before them, and its own rows last, so that no constraint is ever broken.
/// </summary>
internal static class CascadeTriggers
{
    public static string NameOf(string table) => $"{table}_cascade";

    /// <summary>For the migration that makes a table to which others belong, or that makes one which belongs to another: all of them anew.</summary>
    public static void CascadeDeletes(this MigrationBuilder migration, IReadOnlyModel target)
    {
        foreach (var trigger in Of(target))
        {
            // A statement that makes a trigger stands alone in its batch, which it does not in a script.
            migration.Sql($"EXEC(N'{trigger.Replace("'", "''", StringComparison.Ordinal)}')");
        }
    }

    /// <summary>One statement for each table to whose rows others belong.</summary>
    public static IEnumerable<string> Of(IReadOnlyModel model) =>
        from entity in model.GetEntityTypes()
        let owned = Cascading(entity.GetReferencingForeignKeys()).ToList()
        where owned.Count > 0
        orderby entity.GetTableName()
        select Of(entity, owned);

    private static string Of(IReadOnlyEntityType entity, List<IReadOnlyForeignKey> references)
    {
        var (table, key) = (entity.GetTableName()!, entity.FindPrimaryKey()!.Properties);
        var name = NameOf(table);
        var deletes = string.Join("\n    ", references.OrderByDescending(reference => Depth(reference.DeclaringEntityType)).ThenBy(NameOf, StringComparer.Ordinal)
            .Select(reference => Delete(reference.DeclaringEntityType.GetTableName()!, reference.Properties, reference.PrincipalKey.Properties))
            .Append(Delete(table, key, key)));
        return $"""
            CREATE OR ALTER TRIGGER [{name}] ON [{table}] INSTEAD OF DELETE AS
            BEGIN
                SET NOCOUNT ON;
                IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
                {deletes}
            END
            """;
    }

    private static string Delete(string table, IEnumerable<IReadOnlyProperty> columns, IEnumerable<IReadOnlyProperty> gone)
    {
        var same = string.Join(" AND ", columns.Zip(gone, (column, of) => $"its.[{column.GetColumnName()}] = deleted.[{of.GetColumnName()}]"));
        return $"DELETE its FROM [{table}] its WHERE EXISTS (SELECT 1 FROM deleted WHERE {same});";
    }

    private static string NameOf(IReadOnlyForeignKey reference) => $"{reference.DeclaringEntityType.GetTableName()} {string.Join(' ', reference.Properties.Select(column => column.GetColumnName()))}";

    /// <summary>How far it is from a table that belongs to none. The farthest goes first, so that a trigger on the way finds nothing left to do.</summary>
    private static int Depth(IReadOnlyEntityType entity) =>
        Cascading(entity.GetForeignKeys()).Select(reference => Depth(reference.PrincipalEntityType) + 1).DefaultIfEmpty(0).Max();

    private static IEnumerable<IReadOnlyForeignKey> Cascading(IEnumerable<IReadOnlyForeignKey> references) =>
        references.Where(reference => reference is { IsOwnership: false, DeleteBehavior: DeleteBehavior.ClientCascade });
}
