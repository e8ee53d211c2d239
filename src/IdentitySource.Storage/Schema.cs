using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage;

/// <summary>The database's tables: whose they are, and whether they are this program's age.</summary>
public sealed partial class Schema(IDbContextFactory<IdentitySourceDb> contexts, ILogger<Schema> log)
{
    /// <summary>In capitals, for a database whose names have a case; others fold them.</summary>
    private const string Tables =
        """
        SELECT TABLE_NAME AS "Value" FROM INFORMATION_SCHEMA.TABLES
        WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ('pg_catalog', 'information_schema')
        """;

    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(30);

    /// <exception cref="SchemaException">They are a newer program's, or somebody else's.</exception>
    public async Task<SchemaAge> ReadAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        var tables = await db.Database.SqlQueryRaw<string>(Tables).ToListAsync(cancel);
        if (applied.Count > 0 ? !applied.Exists(known.Contains) : IsForeign(tables))
        {
            throw new SchemaException("The database holds the tables of another program. Give this one a database of its own; nothing was changed.");
        }

        return applied.TrueForAll(known.Contains)
            ? new SchemaAge(applied.Count, known.Count - applied.Count, HasMemory(db, tables))
            : throw new SchemaException("The database was brought up to date by a newer version of this program. Run that version, or restore a backup.");
    }

    /// <summary>EF takes a lock of its own, so several servers may try at once.</summary>
    /// <exception cref="SchemaException">It would have to be migrated, and is not to be.</exception>
    public async Task MigrateAsync(SchemaAge age, bool allowed, CancellationToken cancel)
    {
        if (age.Missing == 0)
        {
            return;
        }

        if (!allowed)
        {
            throw new SchemaException("The database's schema is older than this program. Back it up, then run the command 'migrate'.");
        }

        LogMigrating(age.Missing);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        db.Database.SetCommandTimeout(LongestMigration);
        await db.Database.MigrateAsync(cancel);
    }

    /// <summary>
    /// Tables, and no history of migrations among them. EF makes that first and alone, so a start that was interrupted after it goes
    /// on. The provider's own question for it makes it where it is missing, hence the standard's catalogue.
    /// </summary>
    private static bool IsForeign(List<string> tables) => tables.Count > 0 && !tables.Contains(HistoryRepository.DefaultTableName);

    private static bool HasMemory(IdentitySourceDb db, List<string> tables) =>
        DeploymentMemory.Rows.All(row => tables.Contains(db.Model.FindEntityType(row)!.GetTableName()!));

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database's schema up to date: {Count} steps")]
    private partial void LogMigrating(int count);
}

/// <param name="Applied">Steps that were taken; none in a new database.</param>
/// <param name="Missing">Steps that this program knows beyond them.</param>
/// <param name="HasMemory">Whether the tables of <see cref="DeploymentMemory"/> are there: a step that was taken need not have made any.</param>
public sealed record SchemaAge(int Applied, int Missing, bool HasMemory);
