using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IdentitySource.Storage.SqlServer.Migrations;

/// <summary>
/// A statement that only reads sees the rows as they were when it began, as on PostgreSQL, and waits for nobody who writes. That is a
/// setting of the database, which is not altered inside a transaction: alone in its migration it can be done twice.
/// </summary>
[DbContext(typeof(IdentitySourceDb))]
[Migration("20261121200000_RowVersions")]
public sealed class RowVersions : Migration
{
    /// <summary>Turning it on sends everybody else away, so not where it is on.</summary>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 1)
            ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
        """,
        suppressTransaction: true);
}
