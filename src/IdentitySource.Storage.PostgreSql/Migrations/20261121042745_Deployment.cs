using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentitySource.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Deployment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_users_pool_id_phone_number",
                table: "users");

            migrationBuilder.CreateTable(
                name: "deployment",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    master_key_check = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    demo_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deployment", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_phone_number",
                table: "users",
                columns: new[] { "pool_id", "phone_number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deployment");

            migrationBuilder.DropIndex(
                name: "IX_users_pool_id_phone_number",
                table: "users");

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_phone_number",
                table: "users",
                columns: new[] { "pool_id", "phone_number" });
        }
    }
}
