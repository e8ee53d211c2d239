using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentitySource.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Console : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "phone_number",
                table: "users",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true,
                collation: "C",
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "normalized_user_name",
                table: "users",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true,
                collation: "C",
                oldClrType: typeof(string),
                oldType: "character varying(256)",
                oldMaxLength: 256,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "normalized_email",
                table: "users",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true,
                collation: "C",
                oldClrType: typeof(string),
                oldType: "character varying(256)",
                oldMaxLength: 256,
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "normalized_name",
                table: "users",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<bool>(
                name: "administrative",
                table: "events",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // The form of LookupNames.Of for those who are there, by the letters of Unicode where the database knows them by any name.
            migrationBuilder.Sql(
                """
                DO $$
                DECLARE
                    letters text := (
                        SELECT collname FROM pg_collation
                        WHERE collnamespace = 'pg_catalog'::regnamespace AND collname IN ('pg_c_utf8', 'C.utf8', 'und-x-icu', 'default')
                        ORDER BY array_position(ARRAY['pg_c_utf8', 'C.utf8', 'und-x-icu', 'default'], collname::text) LIMIT 1);
                BEGIN
                    EXECUTE format('UPDATE users SET normalized_name = left(upper(btrim(normalize(name, NFKC)) COLLATE %I), 200) WHERE name IS NOT NULL', letters);
                END $$
                """);

            // Only what an administrator, a command or the server did tells of an actor, and tells it first.
            migrationBuilder.Sql("""UPDATE events SET administrative = true WHERE detail LIKE '{"actor":%'""");

            migrationBuilder.CreateTable(
                name: "console_sessions",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    handle_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    proven_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remote_address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    user_agent = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_console_sessions", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_console_sessions_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "daily_counts",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    measure = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_counts", x => new { x.pool_id, x.day, x.measure, x.key });
                    table.ForeignKey(
                        name: "FK_daily_counts_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "daily_visitors",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_visitors", x => new { x.pool_id, x.day, x.user_id });
                    table.ForeignKey(
                        name: "FK_daily_visitors_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    administered_pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    role = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_invitations_user_pools_administered_pool_id",
                        column: x => x.administered_pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_invitations_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_normalized_name",
                table: "users",
                columns: new[] { "pool_id", "normalized_name" },
                filter: "normalized_name IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "events_acts",
                table: "events",
                columns: new[] { "pool_id", "id" },
                filter: "administrative");

            migrationBuilder.CreateIndex(
                name: "events_refused",
                table: "events",
                columns: new[] { "pool_id", "id" },
                filter: "NOT success");

            migrationBuilder.CreateIndex(
                name: "IX_console_sessions_expires_at",
                table: "console_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_console_sessions_handle_hash_pool_id",
                table: "console_sessions",
                columns: new[] { "handle_hash", "pool_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_console_sessions_user_id_pool_id",
                table: "console_sessions",
                columns: new[] { "user_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_daily_counts_day",
                table: "daily_counts",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "IX_daily_visitors_day",
                table: "daily_visitors",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_administered_pool_id",
                table: "invitations",
                column: "administered_pool_id");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_hash_pool_id",
                table: "invitations",
                columns: new[] { "hash", "pool_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "console_sessions");

            migrationBuilder.DropTable(
                name: "daily_counts");

            migrationBuilder.DropTable(
                name: "daily_visitors");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropIndex(
                name: "IX_users_pool_id_normalized_name",
                table: "users");

            migrationBuilder.DropIndex(
                name: "events_acts",
                table: "events");

            migrationBuilder.DropIndex(
                name: "events_refused",
                table: "events");

            migrationBuilder.DropColumn(
                name: "normalized_name",
                table: "users");

            migrationBuilder.DropColumn(
                name: "administrative",
                table: "events");

            migrationBuilder.AlterColumn<string>(
                name: "phone_number",
                table: "users",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32,
                oldNullable: true,
                oldCollation: "C");

            migrationBuilder.AlterColumn<string>(
                name: "normalized_user_name",
                table: "users",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(256)",
                oldMaxLength: 256,
                oldNullable: true,
                oldCollation: "C");

            migrationBuilder.AlterColumn<string>(
                name: "normalized_email",
                table: "users",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(256)",
                oldMaxLength: 256,
                oldNullable: true,
                oldCollation: "C");
        }
    }
}
