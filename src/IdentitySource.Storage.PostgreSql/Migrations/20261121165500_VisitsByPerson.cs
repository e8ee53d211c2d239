using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentitySource.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class VisitsByPerson : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_daily_visitors",
                table: "daily_visitors");

            migrationBuilder.AddPrimaryKey(
                name: "PK_daily_visitors",
                table: "daily_visitors",
                columns: new[] { "pool_id", "user_id", "day" });

            // Who was here before this is counted as they will be from now on.
            migrationBuilder.Sql(
                """
                INSERT INTO daily_counts (pool_id, day, measure, key, count)
                SELECT pool_id, day, 'visitor', days::text, count(*)
                FROM (SELECT pool_id, day, least(30, day - lag(day) OVER (PARTITION BY pool_id, user_id ORDER BY day)) AS days FROM daily_visitors) AS visits
                GROUP BY pool_id, day, days
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DELETE FROM daily_counts WHERE measure = 'visitor'");

            migrationBuilder.DropPrimaryKey(
                name: "PK_daily_visitors",
                table: "daily_visitors");

            migrationBuilder.AddPrimaryKey(
                name: "PK_daily_visitors",
                table: "daily_visitors",
                columns: new[] { "pool_id", "day", "user_id" });
        }
    }
}
