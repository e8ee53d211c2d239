using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentitySource.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class UserImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "user_imports",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    added = table.Column<long>(type: "bigint", nullable: false),
                    failed = table.Column<long>(type: "bigint", nullable: false),
                    unknown_columns = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    actor_kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    cancel_requested = table.Column<bool>(type: "boolean", nullable: false),
                    worker = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_imports", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_user_imports_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_import_chunks",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    protected_content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_import_chunks", x => new { x.pool_id, x.import_id, x.number });
                    table.ForeignKey(
                        name: "FK_user_import_chunks_user_imports_pool_id_import_id",
                        columns: x => new { x.pool_id, x.import_id },
                        principalTable: "user_imports",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_import_faults",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    faults = table.Column<string>(type: "text", nullable: false),
                    given = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_import_faults", x => new { x.pool_id, x.import_id, x.number });
                    table.ForeignKey(
                        name: "FK_user_import_faults_user_imports_pool_id_import_id",
                        columns: x => new { x.pool_id, x.import_id },
                        principalTable: "user_imports",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_import_keys",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_import_keys", x => new { x.pool_id, x.import_id, x.name });
                    table.ForeignKey(
                        name: "FK_user_import_keys_user_imports_pool_id_import_id",
                        columns: x => new { x.pool_id, x.import_id },
                        principalTable: "user_imports",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_user_imports_created_at",
                table: "user_imports",
                column: "created_at",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_user_imports_finished_at",
                table: "user_imports",
                column: "finished_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "user_import_chunks");

            migrationBuilder.DropTable(
                name: "user_import_faults");

            migrationBuilder.DropTable(
                name: "user_import_keys");

            migrationBuilder.DropTable(
                name: "user_imports");
        }
    }
}
