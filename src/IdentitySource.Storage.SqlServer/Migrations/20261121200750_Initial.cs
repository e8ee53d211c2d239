using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentitySource.Storage.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {

            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    friendly_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    xml = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deployment",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    master_key_check = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    demo_ids = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deployment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "setup_links",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_setup_links", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "user_pools",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    slug = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    suspended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    custom_scopes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    single_sign_on = table.Column<bool>(type: "bit", nullable: false),
                    password_min_length = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_pools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    scopes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    created_by = table.Column<byte[]>(type: "binary(16)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_api_keys_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(63)", maxLength: 63, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    enabled = table.Column<bool>(type: "bit", nullable: false),
                    redirect_uris = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    post_logout_redirect_uris = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    allowed_origins = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    grant_types = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    response_types = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    token_authentication = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    introspection_authentication = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    revocation_authentication = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    secret_hash = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    protected_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    previous_secret_hash = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    previous_secret_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    id_token_algorithm = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    access_token_algorithm = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    access_by_default = table.Column<bool>(type: "bit", nullable: false),
                    policy = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_applications", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_applications_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    key = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempts", x => new { x.pool_id, x.key });
                    table.ForeignKey(
                        name: "FK_attempts_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "daily_counts",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    measure = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_counts", x => new { x.pool_id, x.day, x.measure, x.key });
                    table.ForeignKey(
                        name: "FK_daily_counts_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "daily_visitors",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_visitors", x => new { x.pool_id, x.user_id, x.day });
                    table.ForeignKey(
                        name: "FK_daily_visitors_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    success = table.Column<bool>(type: "bit", nullable: false),
                    administrative = table.Column<bool>(type: "bit", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    reference = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    remote_address = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_agent = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    detail = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_events_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "groups",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    code = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_groups", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_groups_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    administered_pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_invitations_user_pools_administered_pool_id",
                        column: x => x.administered_pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "FK_invitations_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "outbox_mails",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    recipient = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    protected_body = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    given_up_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_mails", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_outbox_mails_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    code = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    actions = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resources", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_resources_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "revoked_access_tokens",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    token_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revoked_access_tokens", x => new { x.pool_id, x.token_id });
                    table.ForeignKey(
                        name: "FK_revoked_access_tokens_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_roles_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    kid = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    server_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    algorithm = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    protected_key = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    signs_from = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    lasts_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signing_keys", x => new { x.pool_id, x.kid });
                    table.ForeignKey(
                        name: "FK_signing_keys_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "user_imports",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    file_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    dry_run = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    added = table.Column<long>(type: "bigint", nullable: false),
                    failed = table.Column<long>(type: "bigint", nullable: false),
                    unknown_columns = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    actor_kind = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    actor_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    cancel_requested = table.Column<bool>(type: "bit", nullable: false),
                    worker = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_imports", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_user_imports_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    external_id = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_name = table.Column<string>(type: "nvarchar(450)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    given_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    family_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    middle_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    nickname = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    preferred_username = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    profile = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    picture = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    website = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    gender = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    birthdate = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    zone_info = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    locale = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    company = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    extended_fields = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    blocked = table.Column<bool>(type: "bit", nullable: false),
                    sign_in_count = table.Column<int>(type: "int", nullable: false),
                    last_sign_in_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    last_sign_in_address = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    email_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    password_hash = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    security_stamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone_number = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone_number_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "bit", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    lockout_enabled = table.Column<bool>(type: "bit", nullable: false),
                    access_failed_count = table.Column<int>(type: "int", nullable: false),
                    postal_address = table.Column<string>(type: "nvarchar(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_users_user_pools_pool_id",
                        column: x => x.pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "api_answers",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    api_key_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    name_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    request_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    answer = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_answers", x => new { x.pool_id, x.api_key_id, x.name_hash });
                    table.ForeignKey(
                        name: "FK_api_answers_api_keys_pool_id_api_key_id",
                        columns: x => new { x.pool_id, x.api_key_id },
                        principalTable: "api_keys",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "access_entries",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    subject_kind = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    allow = table.Column<bool>(type: "bit", nullable: false),
                    enabled = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_entries", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_access_entries_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "access_keys",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    token_lifetime = table.Column<int>(type: "int", nullable: false),
                    remark = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    enabled = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_keys", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_access_keys_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "permission_rules",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    subject_kind = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    resource_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    instance = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    actions = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    allow = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_permission_rules", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_permission_rules_resources_pool_id_resource_id",
                        columns: x => new { x.pool_id, x.resource_id },
                        principalTable: "resources",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "role_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    role_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    claim_type = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    claim_value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_claims", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_role_claims_roles_pool_id_role_id",
                        columns: x => new { x.pool_id, x.role_id },
                        principalTable: "roles",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_import_chunks",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    import_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    protected_content = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_import_chunks", x => new { x.pool_id, x.import_id, x.number });
                    table.ForeignKey(
                        name: "FK_user_import_chunks_user_imports_pool_id_import_id",
                        columns: x => new { x.pool_id, x.import_id },
                        principalTable: "user_imports",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_import_faults",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    import_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    faults = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    given = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_import_faults", x => new { x.pool_id, x.import_id, x.number });
                    table.ForeignKey(
                        name: "FK_user_import_faults_user_imports_pool_id_import_id",
                        columns: x => new { x.pool_id, x.import_id },
                        principalTable: "user_imports",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_import_keys",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    import_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    name = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_import_keys", x => new { x.pool_id, x.import_id, x.name });
                    table.ForeignKey(
                        name: "FK_user_import_keys_user_imports_pool_id_import_id",
                        columns: x => new { x.pool_id, x.import_id },
                        principalTable: "user_imports",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "administrators",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    administered_pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    role = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_administrators", x => new { x.pool_id, x.user_id, x.administered_pool_id });
                    table.ForeignKey(
                        name: "FK_administrators_user_pools_administered_pool_id",
                        column: x => x.administered_pool_id,
                        principalTable: "user_pools",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "FK_administrators_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "authorizations",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    server_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    session_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    flow_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    scopes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    rejected_scopes = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    id_token_claims = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_info_claims = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    authenticated_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    methods = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    nonce = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    offline = table.Column<bool>(type: "bit", nullable: false),
                    code_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    redirect_uri = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    challenge = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    challenge_method = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    code_expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    code_taken_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    revoked_reason = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_authorizations", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_authorizations_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" });
                    table.ForeignKey(
                        name: "FK_authorizations_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    scopes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    claims = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    given_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consents", x => new { x.pool_id, x.user_id, x.application_id });
                    table.ForeignKey(
                        name: "FK_consents_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" });
                    table.ForeignKey(
                        name: "FK_consents_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "console_sessions",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    handle_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    security_stamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    proven_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    remote_address = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_agent = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_console_sessions", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_console_sessions_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "group_members",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    group_id = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_group_members", x => new { x.pool_id, x.user_id, x.group_id });
                    table.ForeignKey(
                        name: "FK_group_members_groups_pool_id_group_id",
                        columns: x => new { x.pool_id, x.group_id },
                        principalTable: "groups",
                        principalColumns: new[] { "pool_id", "id" });
                    table.ForeignKey(
                        name: "FK_group_members_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    signed_out_of = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    handle_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    authenticated_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    methods = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    remote_address = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_agent = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_sessions_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    claim_type = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    claim_value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_claims", x => new { x.pool_id, x.id });
                    table.ForeignKey(
                        name: "FK_user_claims_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_key = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    provider_display_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_logins", x => new { x.pool_id, x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_user_logins_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "varbinary(1024)", maxLength: 1024, nullable: false),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    data = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_passkeys", x => new { x.pool_id, x.credential_id })
                        .Annotation("SqlServer:Clustered", false);
                    table.ForeignKey(
                        name: "FK_user_passkeys_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_roles",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    role_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_roles", x => new { x.pool_id, x.user_id, x.role_id });
                    table.ForeignKey(
                        name: "FK_user_roles_roles_pool_id_role_id",
                        columns: x => new { x.pool_id, x.role_id },
                        principalTable: "roles",
                        principalColumns: new[] { "pool_id", "id" });
                    table.ForeignKey(
                        name: "FK_user_roles_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_tokens", x => new { x.pool_id, x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "FK_user_tokens_users_pool_id_user_id",
                        columns: x => new { x.pool_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "access_tokens",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    server_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    application_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    authorization_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    access_key_id = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    scopes = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    issued_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_tokens", x => new { x.pool_id, x.hash });
                    table.ForeignKey(
                        name: "FK_access_tokens_access_keys_pool_id_access_key_id",
                        columns: x => new { x.pool_id, x.access_key_id },
                        principalTable: "access_keys",
                        principalColumns: new[] { "pool_id", "id" });
                    table.ForeignKey(
                        name: "FK_access_tokens_applications_pool_id_application_id",
                        columns: x => new { x.pool_id, x.application_id },
                        principalTable: "applications",
                        principalColumns: new[] { "pool_id", "id" });
                    table.ForeignKey(
                        name: "FK_access_tokens_authorizations_pool_id_authorization_id",
                        columns: x => new { x.pool_id, x.authorization_id },
                        principalTable: "authorizations",
                        principalColumns: new[] { "pool_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "refresh_tokens",
                columns: table => new
                {
                    pool_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    authorization_id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    spent_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    successor_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refresh_tokens", x => new { x.pool_id, x.hash });
                    table.ForeignKey(
                        name: "FK_refresh_tokens_authorizations_pool_id_authorization_id",
                        columns: x => new { x.pool_id, x.authorization_id },
                        principalTable: "authorizations",
                        principalColumns: new[] { "pool_id", "id" });
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
                name: "IX_administrators_administered_pool_id",
                table: "administrators",
                column: "administered_pool_id");

            migrationBuilder.CreateIndex(
                name: "IX_api_answers_expires_at",
                table: "api_answers",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_hash_pool_id",
                table: "api_keys",
                columns: new[] { "hash", "pool_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_applications_address",
                table: "applications",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_attempts_expires_at",
                table: "attempts",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_authorizations_application_id_pool_id",
                table: "authorizations",
                columns: new[] { "application_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_authorizations_expires_at",
                table: "authorizations",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_authorizations_pool_id_code_hash",
                table: "authorizations",
                columns: new[] { "pool_id", "code_hash" },
                unique: true,
                filter: "code_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_authorizations_pool_id_flow_id",
                table: "authorizations",
                columns: new[] { "pool_id", "flow_id" },
                unique: true,
                filter: "flow_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_authorizations_user_id_pool_id_application_id",
                table: "authorizations",
                columns: new[] { "user_id", "pool_id", "application_id" });

            migrationBuilder.CreateIndex(
                name: "IX_changes_at",
                table: "changes",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_consents_application_id_pool_id",
                table: "consents",
                columns: new[] { "application_id", "pool_id" });

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
                name: "events_acts",
                table: "events",
                columns: new[] { "pool_id", "id" },
                filter: "administrative = 1");

            migrationBuilder.CreateIndex(
                name: "events_failures",
                table: "events",
                column: "at",
                filter: "success = 0");

            migrationBuilder.CreateIndex(
                name: "events_refused",
                table: "events",
                columns: new[] { "pool_id", "id" },
                filter: "success = 0");

            migrationBuilder.CreateIndex(
                name: "events_successes",
                table: "events",
                column: "at",
                filter: "success = 1");

            migrationBuilder.CreateIndex(
                name: "IX_events_pool_id_application_id_id",
                table: "events",
                columns: new[] { "pool_id", "application_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_events_pool_id_reference",
                table: "events",
                columns: new[] { "pool_id", "reference" });

            migrationBuilder.CreateIndex(
                name: "IX_events_pool_id_user_id_id",
                table: "events",
                columns: new[] { "pool_id", "user_id", "id" });

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
                name: "IX_invitations_administered_pool_id",
                table: "invitations",
                column: "administered_pool_id");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_hash_pool_id",
                table: "invitations",
                columns: new[] { "hash", "pool_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outbox_mails_next_attempt_at",
                table: "outbox_mails",
                column: "next_attempt_at",
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_mails_pool_id_last_error",
                table: "outbox_mails",
                columns: new[] { "pool_id", "last_error" },
                filter: "sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_mails_sent_at",
                table: "outbox_mails",
                column: "sent_at",
                filter: "sent_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_permission_rules_resource_id_pool_id",
                table: "permission_rules",
                columns: new[] { "resource_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_permission_rules_subject_id_pool_id",
                table: "permission_rules",
                columns: new[] { "subject_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_refresh_tokens_authorization_id_pool_id",
                table: "refresh_tokens",
                columns: new[] { "authorization_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_refresh_tokens_expires_at",
                table: "refresh_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_resources_code_pool_id",
                table: "resources",
                columns: new[] { "code", "pool_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_revoked_access_tokens_expires_at",
                table: "revoked_access_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_role_claims_role_id_pool_id",
                table: "role_claims",
                columns: new[] { "role_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_roles_pool_id_normalized_name",
                table: "roles",
                columns: new[] { "pool_id", "normalized_name" },
                unique: true,
                filter: "normalized_name IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_handle_hash_pool_id",
                table: "sessions",
                columns: new[] { "handle_hash", "pool_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sessions_user_id_pool_id",
                table: "sessions",
                columns: new[] { "user_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_signing_keys_pool_id_server_id",
                table: "signing_keys",
                columns: new[] { "pool_id", "server_id" });

            migrationBuilder.CreateIndex(
                name: "IX_user_claims_user_id_pool_id",
                table: "user_claims",
                columns: new[] { "user_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_user_imports_created_at",
                table: "user_imports",
                column: "created_at",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_user_imports_finished_at",
                table: "user_imports",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "IX_user_logins_user_id_pool_id",
                table: "user_logins",
                columns: new[] { "user_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_user_passkeys_user_id_pool_id",
                table: "user_passkeys",
                columns: new[] { "user_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_user_pools_slug",
                table: "user_pools",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_user_roles_role_id_pool_id",
                table: "user_roles",
                columns: new[] { "role_id", "pool_id" });

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_normalized_email",
                table: "users",
                columns: new[] { "pool_id", "normalized_email" },
                unique: true,
                filter: "normalized_email IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_normalized_name",
                table: "users",
                columns: new[] { "pool_id", "normalized_name" },
                filter: "normalized_name IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_normalized_user_name",
                table: "users",
                columns: new[] { "pool_id", "normalized_user_name" },
                unique: true,
                filter: "normalized_user_name IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_users_pool_id_phone_number",
                table: "users",
                columns: new[] { "pool_id", "phone_number" },
                unique: true,
                filter: "phone_number IS NOT NULL");

            migrationBuilder.CascadeDeletes(TargetModel);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_entries");

            migrationBuilder.DropTable(
                name: "access_tokens");

            migrationBuilder.DropTable(
                name: "administrators");

            migrationBuilder.DropTable(
                name: "api_answers");

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "console_sessions");

            migrationBuilder.DropTable(
                name: "daily_counts");

            migrationBuilder.DropTable(
                name: "daily_visitors");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "deployment");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "group_members");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "outbox_mails");

            migrationBuilder.DropTable(
                name: "permission_rules");

            migrationBuilder.DropTable(
                name: "refresh_tokens");

            migrationBuilder.DropTable(
                name: "revoked_access_tokens");

            migrationBuilder.DropTable(
                name: "role_claims");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "setup_links");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_import_chunks");

            migrationBuilder.DropTable(
                name: "user_import_faults");

            migrationBuilder.DropTable(
                name: "user_import_keys");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_passkeys");

            migrationBuilder.DropTable(
                name: "user_roles");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "access_keys");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "groups");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropTable(
                name: "authorizations");

            migrationBuilder.DropTable(
                name: "user_imports");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "user_pools");
        }
    }
}
