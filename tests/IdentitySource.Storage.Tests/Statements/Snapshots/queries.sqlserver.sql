-- ConsoleSessionStore.FindAsync
SELECT TOP(2) [c].[id] AS [Id], [c].[user_id] AS [UserId], [c].[last_seen_at] AS [LastSeenAt], [c].[proven_at] AS [ProvenAt], [u0].[name] AS [Name], COALESCE([u0].[email], [u0].[user_name], [u0].[phone_number]) AS [Identifier]
FROM [console_sessions] AS [c]
INNER JOIN (
    SELECT [u].[id], [u].[blocked], [u].[email], [u].[name], [u].[phone_number], [u].[security_stamp], [u].[status], [u].[user_name]
    FROM [users] AS [u]
    WHERE [u].[pool_id] = @ef_filter__PoolId
) AS [u0] ON [c].[user_id] = [u0].[id]
WHERE [c].[pool_id] = @ef_filter__PoolId AND [c].[handle_hash] = @handleHash AND [c].[ended_at] IS NULL AND [c].[expires_at] > @now AND [c].[last_seen_at] > @idleSince AND ([c].[security_stamp] = [u0].[security_stamp] OR ([c].[security_stamp] IS NULL AND [u0].[security_stamp] IS NULL)) AND [u0].[status] = N'Activated' AND [u0].[blocked] = CAST(0 AS bit)

-- ConsoleSessionStore.RolesAsync
SELECT [a].[administered_pool_id], [a].[role]
FROM [administrators] AS [a]
WHERE [a].[pool_id] = @ef_filter__PoolId AND [a].[user_id] = @userId

-- ConsoleSessionStore.ProveAsync
UPDATE [c]
SET [c].[proven_at] = @p,
    [c].[handle_hash] = @p2
FROM [console_sessions] AS [c]
WHERE [c].[pool_id] = @ef_filter__PoolId AND [c].[id] = @sessionId AND [c].[ended_at] IS NULL

-- ConsoleSessionStore.EndAsync
UPDATE [c]
SET [c].[ended_at] = @p,
    [c].[expires_at] = @p2
FROM [console_sessions] AS [c]
WHERE [c].[pool_id] = @ef_filter__PoolId AND [c].[id] = @sessionId AND [c].[ended_at] IS NULL

-- UserDirectory.FindForSignInAsync
SELECT TOP(2) [u].[id], [u].[password_hash], CASE
    WHEN [u].[status] = N'Activated' AND [u].[blocked] = CAST(0 AS bit) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END, [u].[security_stamp], [u].[two_factor_enabled]
FROM [users] AS [u]
WHERE [u].[pool_id] = @ef_filter__PoolId AND [u].[normalized_email] = @normalized

-- UserDirectory.StrengthenAsync
UPDATE [u]
SET [u].[password_hash] = @p
FROM [users] AS [u]
WHERE [u].[pool_id] = @ef_filter__PoolId AND [u].[id] = @userId AND [u].[password_hash] = @hash

-- SubjectDirectory.FindAsync
SELECT TOP(2) [u].[pool_id], [u].[id], [u].[access_failed_count], [u].[birthdate], [u].[blocked], [u].[company], [u].[concurrency_stamp], [u].[created_at], [u].[email], [u].[email_confirmed], [u].[extended_fields], [u].[external_id], [u].[family_name], [u].[gender], [u].[given_name], [u].[last_sign_in_address], [u].[last_sign_in_at], [u].[locale], [u].[lockout_enabled], [u].[lockout_end], [u].[middle_name], [u].[name], [u].[nickname], [u].[normalized_email], [u].[normalized_name], [u].[normalized_user_name], [u].[password_hash], [u].[phone_number], [u].[phone_number_confirmed], [u].[picture], [u].[preferred_username], [u].[profile], [u].[security_stamp], [u].[sign_in_count], [u].[status], [u].[two_factor_enabled], [u].[updated_at], [u].[user_name], [u].[website], [u].[zone_info], [u].[postal_address]
FROM [users] AS [u]
WHERE [u].[pool_id] = @ef_filter__PoolId AND [u].[id] = @userId

-- PasswordPolicy.OfAsync
SELECT TOP(2) [u].[password_min_length]
FROM [user_pools] AS [u]
WHERE [u].[id] = @poolId

-- PersonPermissions.FindAsync
SELECT MAX([c].[id])
FROM [changes] AS [c]
SELECT [c].[id], [c].[application_id], [c].[at], [c].[pool_id]
FROM [changes] AS [c]
WHERE [c].[id] > @p
ORDER BY [c].[id]
SELECT [r].[pool_id], [r].[id], [r].[actions], [r].[code], [r].[created_at], [r].[description], [r].[type]
FROM [resources] AS [r]
WHERE [r].[pool_id] = @ef_filter__PoolId
SELECT [p].[resource_id] AS [ResourceId], [p].[instance] AS [Instance], [p].[actions] AS [Actions], [p].[allow] AS [Allow]
FROM [permission_rules] AS [p]
WHERE [p].[pool_id] = @ef_filter__PoolId AND (([p].[subject_kind] = N'User' AND [p].[subject_id] = @subjectId) OR ([p].[subject_kind] = N'Role' AND [p].[subject_id] IN (
    SELECT [u].[role_id]
    FROM [user_roles] AS [u]
    WHERE [u].[pool_id] = @ef_filter__PoolId AND [u].[user_id] = @subjectId
)) OR ([p].[subject_kind] = N'Group' AND [p].[subject_id] IN (
    SELECT [g].[group_id]
    FROM [group_members] AS [g]
    WHERE [g].[pool_id] = @ef_filter__PoolId AND [g].[user_id] = @subjectId
)))

-- SnapshotStore.FindApplicationServerAsync
SELECT TOP(2) [a].[pool_id], [a].[id], [a].[access_by_default], [a].[access_token_algorithm], [a].[address], [a].[allowed_origins], [a].[created_at], [a].[enabled], [a].[grant_types], [a].[id_token_algorithm], [a].[introspection_authentication], [a].[name], [a].[policy], [a].[post_logout_redirect_uris], [a].[previous_secret_hash], [a].[previous_secret_until], [a].[protected_secret], [a].[redirect_uris], [a].[response_types], [a].[revocation_authentication], [a].[secret_hash], [a].[token_authentication], [a].[type], [a].[updated_at], [a].[version], [u0].[custom_scopes] AS [CustomScopes], [u0].[single_sign_on] AS [SingleSignOn]
FROM [applications] AS [a]
INNER JOIN (
    SELECT [u].[id], [u].[custom_scopes], [u].[single_sign_on]
    FROM [user_pools] AS [u]
    WHERE [u].[suspended_at] IS NULL
) AS [u0] ON [a].[pool_id] = [u0].[id]
WHERE [a].[address] = @address

-- SnapshotStore.FindPoolServerAsync
SELECT TOP(2) [u].[id], [u].[created_at], [u].[custom_scopes], [u].[name], [u].[password_min_length], [u].[single_sign_on], [u].[slug], [u].[suspended_at]
FROM [user_pools] AS [u]
WHERE [u].[slug] = @slug AND [u].[suspended_at] IS NULL

-- SnapshotStore.PoolAllowsOriginAsync
SELECT [a].[redirect_uris] AS [RedirectUris], [a].[allowed_origins] AS [AllowedOrigins]
FROM [applications] AS [a]
WHERE [a].[pool_id] = @ef_filter__PoolId AND [a].[enabled] = CAST(1 AS bit)

-- ApplicationRegistry.FindAsync
SELECT TOP(2) [a].[pool_id], [a].[id], [a].[access_by_default], [a].[access_token_algorithm], [a].[address], [a].[allowed_origins], [a].[created_at], [a].[enabled], [a].[grant_types], [a].[id_token_algorithm], [a].[introspection_authentication], [a].[name], [a].[policy], [a].[post_logout_redirect_uris], [a].[previous_secret_hash], [a].[previous_secret_until], [a].[protected_secret], [a].[redirect_uris], [a].[response_types], [a].[revocation_authentication], [a].[secret_hash], [a].[token_authentication], [a].[type], [a].[updated_at], [a].[version]
FROM [applications] AS [a]
WHERE [a].[pool_id] = @ef_filter__PoolId AND [a].[id] = @key_Item2 AND EXISTS (
    SELECT 1
    FROM [user_pools] AS [u]
    WHERE [u].[id] = [a].[pool_id] AND [u].[suspended_at] IS NULL)

-- AccessKeyRegistry.FindAsync
SELECT TOP(2) [a].[pool_id], [a].[id], [a].[application_id], [a].[created_at], [a].[enabled], [a].[last_used_at], [a].[remark], [a].[secret_hash], [a].[token_lifetime]
FROM [access_keys] AS [a]
WHERE [a].[pool_id] = @ef_filter__PoolId AND [a].[id] = @name_Item2

-- ChangeFeed.FollowAsync
SELECT MAX([c].[id])
FROM [changes] AS [c]
SELECT [c].[id], [c].[application_id], [c].[at], [c].[pool_id]
FROM [changes] AS [c]
WHERE [c].[id] > @p
ORDER BY [c].[id]

-- SigningKeyStore.LoadAsync
SELECT [s].[pool_id], [s].[kid], [s].[algorithm], [s].[created_at], [s].[lasts_until], [s].[protected_key], [s].[revoked_at], [s].[server_id], [s].[signs_from]
FROM [signing_keys] AS [s]
WHERE [s].[pool_id] = @ef_filter__PoolId AND [s].[server_id] = @serverId AND [s].[revoked_at] IS NULL AND ([s].[lasts_until] IS NULL OR [s].[lasts_until] > @remembered)
ORDER BY [s].[created_at], [s].[kid]

-- KeyKeeper.TendAsync
DELETE FROM [s]
FROM [signing_keys] AS [s]
WHERE [s].[lasts_until] < @forgotten
SELECT [s].[pool_id], [s].[server_id], [s].[algorithm]
FROM [signing_keys] AS [s]
WHERE [s].[lasts_until] IS NULL AND [s].[signs_from] <= @limit

-- DeploymentMemory.FindMasterKeyAsync
SELECT TOP(2) [d].[master_key_check]
FROM [deployment] AS [d]

-- DeploymentMemory.FindNewestAsync
SELECT MAX([c].[at])
FROM [changes] AS [c]
SELECT MAX([d].[created_at])
FROM [deployment] AS [d]

-- OutboxStore.SentAsync
UPDATE [o]
SET [o].[sent_at] = @p,
    [o].[protected_body] = NULL,
    [o].[next_attempt_at] = NULL,
    [o].[lease_until] = NULL,
    [o].[last_error] = NULL,
    [o].[given_up_at] = NULL
FROM [outbox_mails] AS [o]
WHERE [o].[pool_id] = @ef_filter__PoolId AND [o].[id] = @mail_Id AND [o].[sent_at] IS NULL

-- OutboxStore.FailedAsync
UPDATE [o]
SET [o].[last_error] = @p,
    [o].[lease_until] = NULL,
    [o].[next_attempt_at] = @p4,
    [o].[given_up_at] = NULL
FROM [outbox_mails] AS [o]
WHERE [o].[pool_id] = @ef_filter__PoolId AND [o].[id] = @mail_Id AND [o].[sent_at] IS NULL AND [o].[attempts] = @mail_Attempt

-- OutboxStore.ReleaseAsync
UPDATE [o]
SET [o].[next_attempt_at] = @p,
    [o].[lease_until] = NULL,
    [o].[attempts] = [o].[attempts] - 1
FROM [outbox_mails] AS [o]
WHERE [o].[pool_id] = @ef_filter__PoolId AND [o].[id] = @mail_Id AND [o].[sent_at] IS NULL AND [o].[attempts] = @mail_Attempt

-- ApiAnswerStore.ForgetAsync
SELECT TOP(1) [a].[pool_id], [a].[api_key_id], [a].[name_hash], [a].[answer], [a].[expires_at], [a].[request_hash]
FROM [api_answers] AS [a]
WHERE [a].[pool_id] = @ef_filter__PoolId AND [a].[pool_id] = @p AND [a].[api_key_id] = @p1 AND [a].[name_hash] = @p2

