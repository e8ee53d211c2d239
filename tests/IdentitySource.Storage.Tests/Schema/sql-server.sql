IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 1)
    ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261121200000_RowVersions', N'10.0.14');
GO

BEGIN TRANSACTION;
CREATE TABLE [changes] (
    [id] bigint NOT NULL IDENTITY,
    [pool_id] binary(16) NOT NULL,
    [application_id] binary(16) NULL,
    [at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_changes] PRIMARY KEY ([id])
);

CREATE TABLE [data_protection_keys] (
    [id] binary(16) NOT NULL,
    [friendly_name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [xml] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [PK_data_protection_keys] PRIMARY KEY ([id])
);

CREATE TABLE [deployment] (
    [id] int NOT NULL,
    [master_key_check] varbinary(32) NOT NULL,
    [demo_ids] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_deployment] PRIMARY KEY ([id])
);

CREATE TABLE [setup_links] (
    [hash] varbinary(32) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [used_at] datetimeoffset(6) NULL,
    CONSTRAINT [PK_setup_links] PRIMARY KEY ([hash])
);

CREATE TABLE [user_pools] (
    [id] binary(16) NOT NULL,
    [slug] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [suspended_at] datetimeoffset(6) NULL,
    [custom_scopes] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [single_sign_on] bit NOT NULL,
    [password_min_length] int NOT NULL,
    CONSTRAINT [PK_user_pools] PRIMARY KEY ([id])
);

CREATE TABLE [api_keys] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [hash] varbinary(32) NOT NULL,
    [scopes] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [last_used_at] datetimeoffset(6) NULL,
    [created_by] binary(16) NULL,
    CONSTRAINT [PK_api_keys] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_api_keys_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [applications] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [address] nvarchar(63) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [type] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [enabled] bit NOT NULL,
    [redirect_uris] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [post_logout_redirect_uris] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [allowed_origins] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [grant_types] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [response_types] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [token_authentication] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [introspection_authentication] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [revocation_authentication] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [secret_hash] varbinary(max) NULL,
    [protected_secret] varbinary(max) NULL,
    [previous_secret_hash] varbinary(max) NULL,
    [previous_secret_until] datetimeoffset(6) NULL,
    [id_token_algorithm] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [access_token_algorithm] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [access_by_default] bit NOT NULL,
    [policy] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [updated_at] datetimeoffset(6) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [PK_applications] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_applications_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [attempts] (
    [pool_id] binary(16) NOT NULL,
    [key] varbinary(32) NOT NULL,
    [count] int NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_attempts] PRIMARY KEY ([pool_id], [key]),
    CONSTRAINT [FK_attempts_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [daily_counts] (
    [pool_id] binary(16) NOT NULL,
    [day] date NOT NULL,
    [measure] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [key] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [count] bigint NOT NULL,
    CONSTRAINT [PK_daily_counts] PRIMARY KEY ([pool_id], [day], [measure], [key]),
    CONSTRAINT [FK_daily_counts_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [daily_visitors] (
    [pool_id] binary(16) NOT NULL,
    [day] date NOT NULL,
    [user_id] binary(16) NOT NULL,
    CONSTRAINT [PK_daily_visitors] PRIMARY KEY ([pool_id], [user_id], [day]),
    CONSTRAINT [FK_daily_visitors_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [events] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [at] datetimeoffset(6) NOT NULL,
    [kind] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [success] bit NOT NULL,
    [administrative] bit NOT NULL,
    [reason] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [user_id] binary(16) NULL,
    [application_id] binary(16) NULL,
    [reference] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [remote_address] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    [user_agent] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    [detail] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_events] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_events_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [groups] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [code] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_groups] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_groups_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [invitations] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [hash] varbinary(32) NOT NULL,
    [administered_pool_id] binary(16) NOT NULL,
    [email] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [role] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [used_at] datetimeoffset(6) NULL,
    CONSTRAINT [PK_invitations] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_invitations_user_pools_administered_pool_id] FOREIGN KEY ([administered_pool_id]) REFERENCES [user_pools] ([id]),
    CONSTRAINT [FK_invitations_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [outbox_mails] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [kind] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [recipient] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [subject] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [protected_body] varbinary(max) NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [attempts] int NOT NULL,
    [next_attempt_at] datetimeoffset(6) NULL,
    [lease_until] datetimeoffset(6) NULL,
    [last_error] nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL,
    [sent_at] datetimeoffset(6) NULL,
    [given_up_at] datetimeoffset(6) NULL,
    CONSTRAINT [PK_outbox_mails] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_outbox_mails_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [resources] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [code] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [type] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [description] nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
    [actions] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_resources] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_resources_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [revoked_access_tokens] (
    [pool_id] binary(16) NOT NULL,
    [token_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_revoked_access_tokens] PRIMARY KEY ([pool_id], [token_id]),
    CONSTRAINT [FK_revoked_access_tokens_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [roles] (
    [id] binary(16) NOT NULL,
    [pool_id] binary(16) NOT NULL,
    [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [normalized_name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [concurrency_stamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_roles] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_roles_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [signing_keys] (
    [pool_id] binary(16) NOT NULL,
    [kid] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [server_id] binary(16) NOT NULL,
    [algorithm] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [protected_key] varbinary(max) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [signs_from] datetimeoffset(6) NULL,
    [lasts_until] datetimeoffset(6) NULL,
    [revoked_at] datetimeoffset(6) NULL,
    CONSTRAINT [PK_signing_keys] PRIMARY KEY ([pool_id], [kid]),
    CONSTRAINT [FK_signing_keys_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [user_imports] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [file_name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [size] bigint NOT NULL,
    [dry_run] bit NOT NULL,
    [state] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [position] bigint NOT NULL,
    [line] bigint NOT NULL,
    [added] bigint NOT NULL,
    [failed] bigint NOT NULL,
    [unknown_columns] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [actor_kind] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [actor_id] binary(16) NULL,
    [cancel_requested] bit NOT NULL,
    [worker] binary(16) NULL,
    [lease_until] datetimeoffset(6) NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [started_at] datetimeoffset(6) NULL,
    [finished_at] datetimeoffset(6) NULL,
    CONSTRAINT [PK_user_imports] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_user_imports_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [users] (
    [id] binary(16) NOT NULL,
    [pool_id] binary(16) NOT NULL,
    [external_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [normalized_name] nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
    [given_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [family_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [middle_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [nickname] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [preferred_username] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [profile] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [picture] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [website] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [gender] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [birthdate] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [zone_info] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [locale] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [company] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [extended_fields] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [status] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [blocked] bit NOT NULL,
    [sign_in_count] int NOT NULL,
    [last_sign_in_at] datetimeoffset(6) NULL,
    [last_sign_in_address] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [updated_at] datetimeoffset(6) NOT NULL,
    [user_name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
    [normalized_user_name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
    [email] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
    [normalized_email] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
    [email_confirmed] bit NOT NULL,
    [password_hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [security_stamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [concurrency_stamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [phone_number] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
    [phone_number_confirmed] bit NOT NULL,
    [two_factor_enabled] bit NOT NULL,
    [lockout_end] datetimeoffset(6) NULL,
    [lockout_enabled] bit NOT NULL,
    [access_failed_count] int NOT NULL,
    [postal_address] nvarchar(max) NULL,
    CONSTRAINT [PK_users] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_users_user_pools_pool_id] FOREIGN KEY ([pool_id]) REFERENCES [user_pools] ([id])
);

CREATE TABLE [api_answers] (
    [pool_id] binary(16) NOT NULL,
    [api_key_id] binary(16) NOT NULL,
    [name_hash] varbinary(32) NOT NULL,
    [request_hash] varbinary(32) NOT NULL,
    [answer] varbinary(max) NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_api_answers] PRIMARY KEY ([pool_id], [api_key_id], [name_hash]),
    CONSTRAINT [FK_api_answers_api_keys_pool_id_api_key_id] FOREIGN KEY ([pool_id], [api_key_id]) REFERENCES [api_keys] ([pool_id], [id])
);

CREATE TABLE [access_entries] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [application_id] binary(16) NOT NULL,
    [subject_kind] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [subject_id] binary(16) NOT NULL,
    [allow] bit NOT NULL,
    [enabled] bit NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_access_entries] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_access_entries_applications_pool_id_application_id] FOREIGN KEY ([pool_id], [application_id]) REFERENCES [applications] ([pool_id], [id])
);

CREATE TABLE [access_keys] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [application_id] binary(16) NOT NULL,
    [secret_hash] varbinary(32) NOT NULL,
    [token_lifetime] int NOT NULL,
    [remark] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    [enabled] bit NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [last_used_at] datetimeoffset(6) NULL,
    CONSTRAINT [PK_access_keys] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_access_keys_applications_pool_id_application_id] FOREIGN KEY ([pool_id], [application_id]) REFERENCES [applications] ([pool_id], [id])
);

CREATE TABLE [permission_rules] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [subject_kind] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [subject_id] binary(16) NOT NULL,
    [resource_id] binary(16) NOT NULL,
    [instance] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    [actions] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [allow] bit NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_permission_rules] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_permission_rules_resources_pool_id_resource_id] FOREIGN KEY ([pool_id], [resource_id]) REFERENCES [resources] ([pool_id], [id])
);

CREATE TABLE [role_claims] (
    [id] int NOT NULL IDENTITY,
    [pool_id] binary(16) NOT NULL,
    [role_id] binary(16) NOT NULL,
    [claim_type] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [claim_value] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_role_claims] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_role_claims_roles_pool_id_role_id] FOREIGN KEY ([pool_id], [role_id]) REFERENCES [roles] ([pool_id], [id])
);

CREATE TABLE [user_import_chunks] (
    [pool_id] binary(16) NOT NULL,
    [import_id] binary(16) NOT NULL,
    [number] int NOT NULL,
    [protected_content] varbinary(max) NOT NULL,
    CONSTRAINT [PK_user_import_chunks] PRIMARY KEY ([pool_id], [import_id], [number]),
    CONSTRAINT [FK_user_import_chunks_user_imports_pool_id_import_id] FOREIGN KEY ([pool_id], [import_id]) REFERENCES [user_imports] ([pool_id], [id])
);

CREATE TABLE [user_import_faults] (
    [pool_id] binary(16) NOT NULL,
    [import_id] binary(16) NOT NULL,
    [number] bigint NOT NULL,
    [line] bigint NOT NULL,
    [faults] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [given] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_user_import_faults] PRIMARY KEY ([pool_id], [import_id], [number]),
    CONSTRAINT [FK_user_import_faults_user_imports_pool_id_import_id] FOREIGN KEY ([pool_id], [import_id]) REFERENCES [user_imports] ([pool_id], [id])
);

CREATE TABLE [user_import_keys] (
    [pool_id] binary(16) NOT NULL,
    [import_id] binary(16) NOT NULL,
    [name] binary(16) NOT NULL,
    [line] bigint NOT NULL,
    CONSTRAINT [PK_user_import_keys] PRIMARY KEY ([pool_id], [import_id], [name]),
    CONSTRAINT [FK_user_import_keys_user_imports_pool_id_import_id] FOREIGN KEY ([pool_id], [import_id]) REFERENCES [user_imports] ([pool_id], [id])
);

CREATE TABLE [administrators] (
    [pool_id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [administered_pool_id] binary(16) NOT NULL,
    [role] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [PK_administrators] PRIMARY KEY ([pool_id], [user_id], [administered_pool_id]),
    CONSTRAINT [FK_administrators_user_pools_administered_pool_id] FOREIGN KEY ([administered_pool_id]) REFERENCES [user_pools] ([id]),
    CONSTRAINT [FK_administrators_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [authorizations] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [server_id] binary(16) NOT NULL,
    [application_id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [session_id] binary(16) NULL,
    [flow_id] binary(16) NULL,
    [scopes] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [rejected_scopes] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [id_token_claims] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [user_info_claims] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [authenticated_at] datetimeoffset(6) NOT NULL,
    [methods] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [nonce] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [offline] bit NOT NULL,
    [code_hash] varbinary(32) NULL,
    [redirect_uri] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [challenge] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [challenge_method] nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    [code_expires_at] datetimeoffset(6) NULL,
    [code_taken_at] datetimeoffset(6) NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [revoked_at] datetimeoffset(6) NULL,
    [revoked_reason] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_authorizations] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_authorizations_applications_pool_id_application_id] FOREIGN KEY ([pool_id], [application_id]) REFERENCES [applications] ([pool_id], [id]),
    CONSTRAINT [FK_authorizations_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [consents] (
    [pool_id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [application_id] binary(16) NOT NULL,
    [scopes] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [claims] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [given_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_consents] PRIMARY KEY ([pool_id], [user_id], [application_id]),
    CONSTRAINT [FK_consents_applications_pool_id_application_id] FOREIGN KEY ([pool_id], [application_id]) REFERENCES [applications] ([pool_id], [id]),
    CONSTRAINT [FK_consents_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [console_sessions] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [handle_hash] varbinary(32) NOT NULL,
    [security_stamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [last_seen_at] datetimeoffset(6) NOT NULL,
    [proven_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [ended_at] datetimeoffset(6) NULL,
    [remote_address] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    [user_agent] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_console_sessions] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_console_sessions_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [group_members] (
    [pool_id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [group_id] binary(16) NOT NULL,
    CONSTRAINT [PK_group_members] PRIMARY KEY ([pool_id], [user_id], [group_id]),
    CONSTRAINT [FK_group_members_groups_pool_id_group_id] FOREIGN KEY ([pool_id], [group_id]) REFERENCES [groups] ([pool_id], [id]),
    CONSTRAINT [FK_group_members_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [sessions] (
    [pool_id] binary(16) NOT NULL,
    [id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [application_id] binary(16) NULL,
    [signed_out_of] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [handle_hash] varbinary(32) NOT NULL,
    [authenticated_at] datetimeoffset(6) NOT NULL,
    [methods] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [last_seen_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [ended_at] datetimeoffset(6) NULL,
    [remote_address] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    [user_agent] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_sessions] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_sessions_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [user_claims] (
    [id] int NOT NULL IDENTITY,
    [pool_id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [claim_type] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [claim_value] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_user_claims] PRIMARY KEY ([pool_id], [id]),
    CONSTRAINT [FK_user_claims_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [user_logins] (
    [login_provider] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [provider_key] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [pool_id] binary(16) NOT NULL,
    [provider_display_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [user_id] binary(16) NOT NULL,
    CONSTRAINT [PK_user_logins] PRIMARY KEY ([pool_id], [login_provider], [provider_key]),
    CONSTRAINT [FK_user_logins_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [user_passkeys] (
    [credential_id] varbinary(1024) NOT NULL,
    [pool_id] binary(16) NOT NULL,
    [user_id] binary(16) NOT NULL,
    [data] nvarchar(max) NOT NULL,
    CONSTRAINT [PK_user_passkeys] PRIMARY KEY NONCLUSTERED ([pool_id], [credential_id]),
    CONSTRAINT [FK_user_passkeys_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [user_roles] (
    [user_id] binary(16) NOT NULL,
    [role_id] binary(16) NOT NULL,
    [pool_id] binary(16) NOT NULL,
    CONSTRAINT [PK_user_roles] PRIMARY KEY ([pool_id], [user_id], [role_id]),
    CONSTRAINT [FK_user_roles_roles_pool_id_role_id] FOREIGN KEY ([pool_id], [role_id]) REFERENCES [roles] ([pool_id], [id]),
    CONSTRAINT [FK_user_roles_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [user_tokens] (
    [user_id] binary(16) NOT NULL,
    [login_provider] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [pool_id] binary(16) NOT NULL,
    [value] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_user_tokens] PRIMARY KEY ([pool_id], [user_id], [login_provider], [name]),
    CONSTRAINT [FK_user_tokens_users_pool_id_user_id] FOREIGN KEY ([pool_id], [user_id]) REFERENCES [users] ([pool_id], [id])
);

CREATE TABLE [access_tokens] (
    [pool_id] binary(16) NOT NULL,
    [hash] varbinary(32) NOT NULL,
    [server_id] binary(16) NOT NULL,
    [application_id] binary(16) NOT NULL,
    [authorization_id] binary(16) NULL,
    [access_key_id] binary(16) NULL,
    [scopes] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [issued_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [PK_access_tokens] PRIMARY KEY ([pool_id], [hash]),
    CONSTRAINT [FK_access_tokens_access_keys_pool_id_access_key_id] FOREIGN KEY ([pool_id], [access_key_id]) REFERENCES [access_keys] ([pool_id], [id]),
    CONSTRAINT [FK_access_tokens_applications_pool_id_application_id] FOREIGN KEY ([pool_id], [application_id]) REFERENCES [applications] ([pool_id], [id]),
    CONSTRAINT [FK_access_tokens_authorizations_pool_id_authorization_id] FOREIGN KEY ([pool_id], [authorization_id]) REFERENCES [authorizations] ([pool_id], [id])
);

CREATE TABLE [refresh_tokens] (
    [pool_id] binary(16) NOT NULL,
    [hash] varbinary(32) NOT NULL,
    [authorization_id] binary(16) NOT NULL,
    [issued_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [spent_at] datetimeoffset(6) NULL,
    [successor_hash] varbinary(32) NULL,
    CONSTRAINT [PK_refresh_tokens] PRIMARY KEY ([pool_id], [hash]),
    CONSTRAINT [FK_refresh_tokens_authorizations_pool_id_authorization_id] FOREIGN KEY ([pool_id], [authorization_id]) REFERENCES [authorizations] ([pool_id], [id])
);

CREATE UNIQUE INDEX [IX_access_entries_application_id_pool_id_subject_id] ON [access_entries] ([application_id], [pool_id], [subject_id]);

CREATE INDEX [IX_access_entries_subject_id_pool_id] ON [access_entries] ([subject_id], [pool_id]);

CREATE INDEX [IX_access_keys_application_id_pool_id] ON [access_keys] ([application_id], [pool_id]);

CREATE INDEX [IX_access_tokens_access_key_id_pool_id] ON [access_tokens] ([access_key_id], [pool_id]);

CREATE INDEX [IX_access_tokens_application_id_pool_id] ON [access_tokens] ([application_id], [pool_id]);

CREATE INDEX [IX_access_tokens_authorization_id_pool_id] ON [access_tokens] ([authorization_id], [pool_id]);

CREATE INDEX [IX_access_tokens_expires_at] ON [access_tokens] ([expires_at]);

CREATE INDEX [IX_administrators_administered_pool_id] ON [administrators] ([administered_pool_id]);

CREATE INDEX [IX_api_answers_expires_at] ON [api_answers] ([expires_at]);

CREATE UNIQUE INDEX [IX_api_keys_hash_pool_id] ON [api_keys] ([hash], [pool_id]);

CREATE UNIQUE INDEX [IX_applications_address] ON [applications] ([address]);

CREATE INDEX [IX_attempts_expires_at] ON [attempts] ([expires_at]);

CREATE INDEX [IX_authorizations_application_id_pool_id] ON [authorizations] ([application_id], [pool_id]);

CREATE INDEX [IX_authorizations_expires_at] ON [authorizations] ([expires_at]);

CREATE UNIQUE INDEX [IX_authorizations_pool_id_code_hash] ON [authorizations] ([pool_id], [code_hash]) WHERE code_hash IS NOT NULL;

CREATE UNIQUE INDEX [IX_authorizations_pool_id_flow_id] ON [authorizations] ([pool_id], [flow_id]) WHERE flow_id IS NOT NULL;

CREATE INDEX [IX_authorizations_user_id_pool_id_application_id] ON [authorizations] ([user_id], [pool_id], [application_id]);

CREATE INDEX [IX_changes_at] ON [changes] ([at]);

CREATE INDEX [IX_consents_application_id_pool_id] ON [consents] ([application_id], [pool_id]);

CREATE INDEX [IX_console_sessions_expires_at] ON [console_sessions] ([expires_at]);

CREATE UNIQUE INDEX [IX_console_sessions_handle_hash_pool_id] ON [console_sessions] ([handle_hash], [pool_id]);

CREATE INDEX [IX_console_sessions_user_id_pool_id] ON [console_sessions] ([user_id], [pool_id]);

CREATE INDEX [IX_daily_counts_day] ON [daily_counts] ([day]);

CREATE INDEX [IX_daily_visitors_day] ON [daily_visitors] ([day]);

CREATE INDEX [events_acts] ON [events] ([pool_id], [id]) WHERE administrative = 1;

CREATE INDEX [events_failures] ON [events] ([at]) WHERE success = 0;

CREATE INDEX [events_refused] ON [events] ([pool_id], [id]) WHERE success = 0;

CREATE INDEX [events_successes] ON [events] ([at]) WHERE success = 1;

CREATE INDEX [IX_events_pool_id_application_id_id] ON [events] ([pool_id], [application_id], [id]);

CREATE INDEX [IX_events_pool_id_reference] ON [events] ([pool_id], [reference]);

CREATE INDEX [IX_events_pool_id_user_id_id] ON [events] ([pool_id], [user_id], [id]);

CREATE INDEX [IX_group_members_group_id_pool_id] ON [group_members] ([group_id], [pool_id]);

CREATE UNIQUE INDEX [IX_groups_code_pool_id] ON [groups] ([code], [pool_id]);

CREATE INDEX [IX_invitations_administered_pool_id] ON [invitations] ([administered_pool_id]);

CREATE UNIQUE INDEX [IX_invitations_hash_pool_id] ON [invitations] ([hash], [pool_id]);

CREATE INDEX [IX_outbox_mails_next_attempt_at] ON [outbox_mails] ([next_attempt_at]) WHERE next_attempt_at IS NOT NULL;

CREATE INDEX [IX_outbox_mails_pool_id_last_error] ON [outbox_mails] ([pool_id], [last_error]) WHERE sent_at IS NULL;

CREATE INDEX [IX_outbox_mails_sent_at] ON [outbox_mails] ([sent_at]) WHERE sent_at IS NOT NULL;

CREATE INDEX [IX_permission_rules_resource_id_pool_id] ON [permission_rules] ([resource_id], [pool_id]);

CREATE INDEX [IX_permission_rules_subject_id_pool_id] ON [permission_rules] ([subject_id], [pool_id]);

CREATE INDEX [IX_refresh_tokens_authorization_id_pool_id] ON [refresh_tokens] ([authorization_id], [pool_id]);

CREATE INDEX [IX_refresh_tokens_expires_at] ON [refresh_tokens] ([expires_at]);

CREATE UNIQUE INDEX [IX_resources_code_pool_id] ON [resources] ([code], [pool_id]);

CREATE INDEX [IX_revoked_access_tokens_expires_at] ON [revoked_access_tokens] ([expires_at]);

CREATE INDEX [IX_role_claims_role_id_pool_id] ON [role_claims] ([role_id], [pool_id]);

CREATE UNIQUE INDEX [IX_roles_pool_id_normalized_name] ON [roles] ([pool_id], [normalized_name]) WHERE normalized_name IS NOT NULL;

CREATE INDEX [IX_sessions_expires_at] ON [sessions] ([expires_at]);

CREATE UNIQUE INDEX [IX_sessions_handle_hash_pool_id] ON [sessions] ([handle_hash], [pool_id]);

CREATE INDEX [IX_sessions_user_id_pool_id] ON [sessions] ([user_id], [pool_id]);

CREATE INDEX [IX_signing_keys_pool_id_server_id] ON [signing_keys] ([pool_id], [server_id]);

CREATE INDEX [IX_user_claims_user_id_pool_id] ON [user_claims] ([user_id], [pool_id]);

CREATE INDEX [IX_user_imports_created_at] ON [user_imports] ([created_at]) WHERE finished_at IS NULL;

CREATE INDEX [IX_user_imports_finished_at] ON [user_imports] ([finished_at]);

CREATE INDEX [IX_user_logins_user_id_pool_id] ON [user_logins] ([user_id], [pool_id]);

CREATE INDEX [IX_user_passkeys_user_id_pool_id] ON [user_passkeys] ([user_id], [pool_id]);

CREATE UNIQUE INDEX [IX_user_pools_slug] ON [user_pools] ([slug]);

CREATE INDEX [IX_user_roles_role_id_pool_id] ON [user_roles] ([role_id], [pool_id]);

CREATE UNIQUE INDEX [IX_users_pool_id_normalized_email] ON [users] ([pool_id], [normalized_email]) WHERE normalized_email IS NOT NULL;

CREATE INDEX [IX_users_pool_id_normalized_name] ON [users] ([pool_id], [normalized_name]) WHERE normalized_name IS NOT NULL;

CREATE UNIQUE INDEX [IX_users_pool_id_normalized_user_name] ON [users] ([pool_id], [normalized_user_name]) WHERE normalized_user_name IS NOT NULL;

CREATE UNIQUE INDEX [IX_users_pool_id_phone_number] ON [users] ([pool_id], [phone_number]) WHERE phone_number IS NOT NULL;

EXEC(N'CREATE OR ALTER TRIGGER [access_keys_cascade] ON [access_keys] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [access_tokens] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[access_key_id] = deleted.[id]);
    DELETE its FROM [access_keys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [api_keys_cascade] ON [api_keys] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [api_answers] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[api_key_id] = deleted.[id]);
    DELETE its FROM [api_keys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [applications_cascade] ON [applications] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [access_tokens] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[application_id] = deleted.[id]);
    DELETE its FROM [access_entries] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[application_id] = deleted.[id]);
    DELETE its FROM [access_keys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[application_id] = deleted.[id]);
    DELETE its FROM [authorizations] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[application_id] = deleted.[id]);
    DELETE its FROM [consents] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[application_id] = deleted.[id]);
    DELETE its FROM [applications] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [authorizations_cascade] ON [authorizations] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [access_tokens] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[authorization_id] = deleted.[id]);
    DELETE its FROM [refresh_tokens] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[authorization_id] = deleted.[id]);
    DELETE its FROM [authorizations] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [groups_cascade] ON [groups] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [group_members] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[group_id] = deleted.[id]);
    DELETE its FROM [groups] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [resources_cascade] ON [resources] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [permission_rules] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[resource_id] = deleted.[id]);
    DELETE its FROM [resources] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [roles_cascade] ON [roles] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [role_claims] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[role_id] = deleted.[id]);
    DELETE its FROM [user_roles] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[role_id] = deleted.[id]);
    DELETE its FROM [roles] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [user_imports_cascade] ON [user_imports] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [user_import_chunks] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[import_id] = deleted.[id]);
    DELETE its FROM [user_import_faults] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[import_id] = deleted.[id]);
    DELETE its FROM [user_import_keys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[import_id] = deleted.[id]);
    DELETE its FROM [user_imports] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [user_pools_cascade] ON [user_pools] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [administrators] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[administered_pool_id] = deleted.[id]);
    DELETE its FROM [api_keys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [applications] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [attempts] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [daily_counts] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [daily_visitors] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [events] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [groups] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [invitations] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[administered_pool_id] = deleted.[id]);
    DELETE its FROM [invitations] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [outbox_mails] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [resources] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [revoked_access_tokens] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [roles] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [signing_keys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [user_imports] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [users] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[id]);
    DELETE its FROM [user_pools] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[id] = deleted.[id]);
END')

EXEC(N'CREATE OR ALTER TRIGGER [users_cascade] ON [users] INSTEAD OF DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT 1 FROM deleted) RETURN;
    DELETE its FROM [administrators] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [authorizations] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [consents] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [console_sessions] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [group_members] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [sessions] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [user_claims] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [user_logins] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [user_passkeys] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [user_roles] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [user_tokens] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[user_id] = deleted.[id]);
    DELETE its FROM [users] its WHERE EXISTS (SELECT 1 FROM deleted WHERE its.[pool_id] = deleted.[pool_id] AND its.[id] = deleted.[id]);
END')

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261121200750_Initial', N'10.0.14');

COMMIT;
GO

