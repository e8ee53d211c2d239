using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentitySource.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class EveryMode : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "custom_scopes",
                table: "user_pools",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "single_sign_on",
                table: "user_pools",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<Guid>(
                name: "application_id",
                table: "sessions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signed_out_of",
                table: "sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "session_id",
                table: "authorizations",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "rejected_scopes",
                table: "authorizations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "access_by_default",
                table: "applications",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "previous_secret_hash",
                table: "applications",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "previous_secret_until",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_entries",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    allow = table.Column<bool>(type: "boolean", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_entries", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_access_entries_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "access_keys",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    token_lifetime = table.Column<int>(type: "integer", nullable: false),
                    remark = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_keys", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_access_keys_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "groups",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_groups", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_groups_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    actions = table.Column<List<string>>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resources", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_resources_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "access_tokens",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    server_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    authorization_id = table.Column<Guid>(type: "uuid", nullable: true),
                    access_key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_tokens", x => new { x.pool_id, x.hash });
                    table.ForeignKey(
                        name: "FK_access_tokens_access_keys_pool_id_access_key_id",
                        columns: x => new { x.pool_id, x.access_key_id },
                        principalTable: "access_keys",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_access_tokens_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_access_tokens_authorizations_pool_id_authorization_id",
                        columns: x => new { x.pool_id, x.authorization_id },
                        principalTable: "authorizations",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "group_members",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_group_members", x => new { x.pool_id, x.user_id, x.group_id });
                    table.ForeignKey(
                        name: "FK_group_members_groups_pool_id_group_id",
                        columns: x => new { x.pool_id, x.group_id },
                        principalTable: "groups",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_group_members_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "permission_rules",
                columns: table => new
                {
                    pool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instance = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    actions = table.Column<List<string>>(type: "text[]", nullable: false),
                    allow = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_permission_rules", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_permission_rules_resources_pool_id_resource_id",
                        columns: x => new { x.pool_id, x.resource_id },
                        principalTable: "resources",
                        principalColumns: new[] { "pool_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_entries_application_id_pool_id_subject_id",
                table: "access_entries",
                columns: new[] { "application_id", "pool_id", "subject_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_access_entries_subject_id_pool_id",
                table: "access_entries",
                columns: new[] { "subject_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_keys_application_id_pool_id",
                table: "access_keys",
                columns: new[] { "application_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_tokens_access_key_id_pool_id",
                table: "access_tokens",
                columns: new[] { "access_key_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_tokens_application_id_pool_id",
                table: "access_tokens",
                columns: new[] { "application_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_tokens_authorization_id_pool_id",
                table: "access_tokens",
                columns: new[] { "authorization_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_access_tokens_expires_at",
                table: "access_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_group_members_group_id_pool_id",
                table: "group_members",
                columns: new[] { "group_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_groups_code_pool_id",
                table: "groups",
                columns: new[] { "code", "pool_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_permission_rules_resource_id_pool_id",
                table: "permission_rules",
                columns: new[] { "resource_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_permission_rules_subject_id_pool_id",
                table: "permission_rules",
                columns: new[] { "subject_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_code_pool_id",
                table: "resources",
                columns: new[] { "code", "pool_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_entries");

            migrationBuilder.DropTable(
                name: "access_tokens");

            migrationBuilder.DropTable(
                name: "group_members");

            migrationBuilder.DropTable(
                name: "permission_rules");

            migrationBuilder.DropTable(
                name: "access_keys");

            migrationBuilder.DropTable(
                name: "groups");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropColumn(
                name: "custom_scopes",
                table: "user_pools");

            migrationBuilder.DropColumn(
                name: "single_sign_on",
                table: "user_pools");

            migrationBuilder.DropColumn(
                name: "application_id",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "signed_out_of",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "rejected_scopes",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "access_by_default",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "previous_secret_hash",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "previous_secret_until",
                table: "applications");

            migrationBuilder.AlterColumn<Guid>(
                name: "session_id",
                table: "authorizations",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
