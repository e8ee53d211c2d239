-- AttemptStatements.Add
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @counted TABLE ([count] int NOT NULL);
UPDATE attempts WITH (UPDLOCK, HOLDLOCK, ROWLOCK) SET
    [count] = CASE WHEN expires_at <= @now THEN 1 ELSE [count] + 1 END,
    expires_at = CASE WHEN expires_at <= @now THEN @expires_at ELSE expires_at END
OUTPUT inserted.[count] INTO @counted
WHERE pool_id = @pool AND [key] = @key;
INSERT INTO attempts (pool_id, [key], [count], expires_at)
OUTPUT inserted.[count] INTO @counted
SELECT @pool, @key, 1, @expires_at
WHERE NOT EXISTS (SELECT 1 FROM @counted);
COMMIT TRANSACTION;
SELECT [count] FROM @counted;

-- AttemptStatements.Clear
DELETE FROM attempts WHERE pool_id = @pool AND [key] = @key

-- AttemptStatements.Count
SELECT [count] FROM attempts WHERE pool_id = @pool AND [key] = @key AND expires_at > @now

-- AttemptStatements.TakeBack
UPDATE attempts SET [count] = [count] - 1 WHERE pool_id = @pool AND [key] = @key AND [count] > 0

-- ConsentStatements.Allow
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
UPDATE consents WITH (UPDLOCK, HOLDLOCK, ROWLOCK) SET
    scopes = (SELECT COALESCE(STRING_AGG(once.word, ' ') WITHIN GROUP (ORDER BY once.place), '')
     FROM (SELECT listed.word, MIN(listed.place) AS place
           FROM (SELECT part.[value] COLLATE Latin1_General_100_BIN2 AS word, CAST(part.[key] AS int) AS place
                 FROM OPENJSON(CONCAT('["', REPLACE(STRING_ESCAPE(CONCAT_WS(' ', scopes, @scopes), 'json'), ' ', '","'), '"]')) AS part) AS listed
           WHERE listed.word <> '' GROUP BY listed.word) AS once),
    claims = (SELECT COALESCE(STRING_AGG(once.word, ' ') WITHIN GROUP (ORDER BY once.place), '')
     FROM (SELECT listed.word, MIN(listed.place) AS place
           FROM (SELECT part.[value] COLLATE Latin1_General_100_BIN2 AS word, CAST(part.[key] AS int) AS place
                 FROM OPENJSON(CONCAT('["', REPLACE(STRING_ESCAPE(CONCAT_WS(' ', claims, @claims), 'json'), ' ', '","'), '"]')) AS part) AS listed
           WHERE listed.word <> '' GROUP BY listed.word) AS once),
    given_at = CASE WHEN given_at > @now THEN given_at ELSE @now END
WHERE pool_id = @pool AND user_id = @person AND application_id = @application;
IF @@ROWCOUNT = 0
    INSERT INTO consents (pool_id, user_id, application_id, scopes, claims, given_at)
    VALUES (@pool, @person, @application, @scopes, @claims, @now);
COMMIT TRANSACTION;

-- ConsentStatements.Withdraw
SET NOCOUNT ON;
SET XACT_ABORT ON;
BEGIN TRANSACTION;
DELETE FROM consents WHERE pool_id = @pool AND user_id = @person AND application_id = @application;
SET NOCOUNT OFF;
UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL;
COMMIT TRANSACTION;

-- GrantStatements.Add
SET NOCOUNT OFF;
SET XACT_ABORT OFF;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRY
    INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, flow_id, scopes, rejected_scopes, id_token_claims, user_info_claims,
        authenticated_at, methods, nonce, created_at, offline, revoked_at, revoked_reason, code_hash, redirect_uri, challenge, challenge_method, code_expires_at, expires_at)
    SELECT @pool, @id, @server, @application, @person, @session, @flow, @scopes, @rejected_scopes, @id_token_claims, @user_info_claims,
        @authenticated_at, @methods, @nonce, @now, @offline, @revoked_at, CASE WHEN @revoked_at IS NOT NULL THEN 'denied' END, @code, @redirect_uri, @challenge, @challenge_method, @code_expires_at, @expires_at
    WHERE (@outlives = 0 OR EXISTS (SELECT 1 FROM sessions AS s WITH (REPEATABLEREAD, ROWLOCK) WHERE s.pool_id = @pool AND s.id = @session AND s.ended_at IS NULL))
        AND NOT EXISTS (SELECT 1 FROM authorizations AS f WHERE f.pool_id = @pool AND f.flow_id = @flow);
END TRY
BEGIN CATCH
    IF ERROR_NUMBER() <> 2601 OR NOT EXISTS (SELECT 1 FROM authorizations AS f WHERE f.pool_id = @pool AND f.flow_id = @flow)
    BEGIN
        THROW;
    END
END CATCH;

-- GrantStatements.AddAccessToken
INSERT INTO access_tokens (pool_id, hash, server_id, application_id, authorization_id, scopes, issued_at, expires_at)
SELECT pool_id, @token, server_id, application_id, id, @scopes, @now, @expires_at
FROM authorizations WHERE pool_id = @pool AND id = @id

-- GrantStatements.AddMachineToken
INSERT INTO access_tokens (pool_id, hash, server_id, application_id, access_key_id, scopes, issued_at, expires_at)
SELECT pool_id, @token, @server, application_id, id, @scopes, @now, @expires_at
FROM access_keys WHERE pool_id = @pool AND id = @id AND application_id = @application

-- GrantStatements.AddProven
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @proven TABLE (user_id binary(16) NOT NULL);
INSERT INTO @proven (user_id)
SELECT u.id FROM users AS u WITH (UPDLOCK, ROWLOCK)
WHERE u.pool_id = @pool AND u.id = @person AND EXISTS (SELECT u.security_stamp INTERSECT SELECT @stamp) AND u.status = 'Activated' AND u.blocked = 0;
DECLARE @signed TABLE (id binary(16) NOT NULL, user_id binary(16) NOT NULL);
INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, scopes, authenticated_at, methods, created_at, offline, expires_at)
OUTPUT inserted.id, inserted.user_id INTO @signed
SELECT @pool, @id, @server, @application, p.user_id, @scopes, @authenticated_at, @methods, @now, @offline, @expires_at
FROM @proven AS p;
INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
SELECT @pool, @refresh, a.id, @now, CASE WHEN @refresh_expires_at < DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) THEN @refresh_expires_at ELSE DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) END
FROM authorizations AS a JOIN @signed AS signed ON signed.id = a.id
WHERE a.pool_id = @pool AND a.offline = 1 AND @refresh IS NOT NULL;
UPDATE u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = LEFT(@remote_address, 64)
FROM users AS u JOIN @signed AS signed ON signed.user_id = u.id
WHERE u.pool_id = @pool;
COMMIT TRANSACTION;
SET DEADLOCK_PRIORITY HIGH;
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM authorizations AS a
JOIN @signed AS signed ON signed.id = a.id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE a.pool_id = @pool
OPTION (MAXDOP 1);

-- GrantStatements.AddTelling
SET NOCOUNT ON;
SET XACT_ABORT OFF;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRY
    INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, flow_id, scopes, rejected_scopes, id_token_claims, user_info_claims,
        authenticated_at, methods, nonce, created_at, offline, revoked_at, revoked_reason, code_hash, redirect_uri, challenge, challenge_method, code_expires_at, expires_at)
    SELECT @pool, @id, @server, @application, @person, @session, @flow, @scopes, @rejected_scopes, @id_token_claims, @user_info_claims,
        @authenticated_at, @methods, @nonce, @now, @offline, @revoked_at, CASE WHEN @revoked_at IS NOT NULL THEN 'denied' END, @code, @redirect_uri, @challenge, @challenge_method, @code_expires_at, @expires_at
    WHERE (@outlives = 0 OR EXISTS (SELECT 1 FROM sessions AS s WITH (REPEATABLEREAD, ROWLOCK) WHERE s.pool_id = @pool AND s.id = @session AND s.ended_at IS NULL))
        AND NOT EXISTS (SELECT 1 FROM authorizations AS f WHERE f.pool_id = @pool AND f.flow_id = @flow);
END TRY
BEGIN CATCH
    IF ERROR_NUMBER() <> 2601 OR NOT EXISTS (SELECT 1 FROM authorizations AS f WHERE f.pool_id = @pool AND f.flow_id = @flow)
    BEGIN
        THROW;
    END
END CATCH;
SET DEADLOCK_PRIORITY HIGH;
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM authorizations AS a
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE a.pool_id = @pool AND a.id = @id
OPTION (MAXDOP 1);

-- GrantStatements.ExtendRefreshToken
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
DECLARE @extended TABLE (expires_at datetimeoffset(6) NOT NULL);
UPDATE t SET expires_at = CASE WHEN @expires_at < DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) THEN @expires_at ELSE DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) END
OUTPUT deleted.expires_at INTO @extended
FROM refresh_tokens AS t
JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server AND a.application_id = @application AND t.spent_at IS NULL AND t.expires_at > @now AND a.revoked_at IS NULL AND u.status = 'Activated' AND u.blocked = 0
    AND (a.offline = 1 OR a.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL))
    AND CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) = 1;
SET DEADLOCK_PRIORITY HIGH;
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, COALESCE(extended.expires_at, t.expires_at), t.spent_at, CASE WHEN NOT (extended.expires_at IS NOT NULL) THEN (SELECT n.spent_at FROM refresh_tokens AS n WHERE n.pool_id = @pool AND n.hash = t.successor_hash) END
FROM refresh_tokens AS t
JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
LEFT JOIN @extended AS extended ON 1 = 1
WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server AND a.application_id = @application
OPTION (MAXDOP 1);

-- GrantStatements.FindAccessToken
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.scopes, t.issued_at, t.expires_at
FROM access_tokens AS t
JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE t.pool_id = @pool AND t.hash = @token AND t.server_id = @server

-- GrantStatements.FindGrant
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM authorizations AS a
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE a.pool_id = @pool AND a.id = @id
    AND NOT EXISTS (SELECT 1 FROM revoked_access_tokens AS r WHERE r.pool_id = @pool AND r.token_id = @token)

-- GrantStatements.FindMachineToken
SELECT access_key_id, application_id, scopes, issued_at, expires_at
FROM access_tokens WHERE pool_id = @pool AND hash = @token AND server_id = @server AND access_key_id IS NOT NULL

-- GrantStatements.FindRefreshToken
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.issued_at, t.expires_at, t.spent_at
FROM refresh_tokens AS t
JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server

-- GrantStatements.FindRevokedAccessToken
SELECT 1 FROM revoked_access_tokens WHERE pool_id = @pool AND token_id = @token

-- GrantStatements.ForgetAccessToken
DELETE FROM access_tokens WHERE pool_id = @pool AND hash = @token

-- GrantStatements.IsAnswered
SELECT 1 FROM authorizations WHERE pool_id = @pool AND flow_id = @flow

-- GrantStatements.Revoke
UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
WHERE pool_id = @pool AND id = @id AND revoked_at IS NULL

-- GrantStatements.RevokeAccessToken
INSERT INTO revoked_access_tokens (pool_id, token_id, expires_at)
SELECT @pool, @token, @expires_at
WHERE NOT EXISTS (SELECT 1 FROM revoked_access_tokens WITH (UPDLOCK, HOLDLOCK, ROWLOCK) WHERE pool_id = @pool AND token_id = @token)

-- GrantStatements.SpendRefreshToken
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @spent TABLE (authorization_id binary(16) NOT NULL);
UPDATE t SET spent_at = @now, successor_hash = @successor
OUTPUT inserted.authorization_id INTO @spent
FROM refresh_tokens AS t
JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server AND a.application_id = @application AND t.spent_at IS NULL AND t.expires_at > @now AND a.revoked_at IS NULL AND u.status = 'Activated' AND u.blocked = 0
    AND (a.offline = 1 OR a.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL))
    AND CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) = 1;
INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
SELECT @pool, @successor, a.id, @now, CASE WHEN @expires_at < DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) THEN @expires_at ELSE DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) END
FROM authorizations AS a JOIN @spent AS spent ON spent.authorization_id = a.id
WHERE a.pool_id = @pool AND NOT EXISTS (SELECT 1 FROM refresh_tokens AS n WHERE n.pool_id = @pool AND n.hash = @successor);
COMMIT TRANSACTION;
SET DEADLOCK_PRIORITY HIGH;
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.expires_at, t.spent_at, CASE WHEN NOT (EXISTS (SELECT 1 FROM @spent)) THEN (SELECT n.spent_at FROM refresh_tokens AS n WHERE n.pool_id = @pool AND n.hash = t.successor_hash) END
FROM refresh_tokens AS t
JOIN authorizations AS a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server AND a.application_id = @application
OPTION (MAXDOP 1);

-- GrantStatements.TakeCode
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @signed TABLE (id binary(16) NOT NULL);
UPDATE a SET code_taken_at = @now,
    expires_at = CASE WHEN a.offline = 1 AND @refresh IS NOT NULL
        THEN CASE WHEN a.expires_at > DATEADD(second, CAST((@absolute + @remembered) % 86400 AS int), DATEADD(day, CAST((@absolute + @remembered) / 86400 AS int), a.created_at)) THEN a.expires_at ELSE DATEADD(second, CAST((@absolute + @remembered) % 86400 AS int), DATEADD(day, CAST((@absolute + @remembered) / 86400 AS int), a.created_at)) END ELSE a.expires_at END
OUTPUT inserted.id INTO @signed
FROM authorizations AS a
WHERE a.pool_id = @pool AND a.code_hash = @code AND a.server_id = @server AND a.code_taken_at IS NULL;
INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
SELECT @pool, @refresh, a.id, @now, CASE WHEN @refresh_expires_at < DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) THEN @refresh_expires_at ELSE DATEADD(second, CAST(@absolute % 86400 AS int), DATEADD(day, CAST(@absolute / 86400 AS int), a.created_at)) END
FROM authorizations AS a JOIN @signed AS signed ON signed.id = a.id
WHERE a.pool_id = @pool AND a.offline = 1 AND @refresh IS NOT NULL;
COMMIT TRANSACTION;
SET DEADLOCK_PRIORITY HIGH;
SELECT known.id, known.application_id, CAST(CASE WHEN signed.id IS NOT NULL THEN 1 ELSE 0 END AS bit) AS taken, a.redirect_uri, a.challenge, a.challenge_method, a.code_expires_at, a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
CAST(CASE WHEN a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL) THEN 1 ELSE 0 END AS bit) AS session_ended,
CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) AS may_enter,
CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
CASE WHEN CONCAT_WS(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM authorizations AS known
LEFT JOIN @signed AS signed ON signed.id = known.id
LEFT JOIN authorizations AS a ON a.pool_id = known.pool_id AND a.id = signed.id
LEFT JOIN users AS u ON u.pool_id = a.pool_id AND u.id = a.user_id
LEFT JOIN applications AS p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions AS s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE known.pool_id = @pool AND known.code_hash = @code AND known.server_id = @server
OPTION (MAXDOP 1);

-- OutboxStatements.Claim
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
WITH due AS (
    SELECT TOP (@limit) mail.pool_id, mail.id, mail.recipient, mail.subject, mail.protected_body, mail.attempts, mail.next_attempt_at, mail.lease_until
    FROM outbox_mails AS mail WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
    WHERE mail.next_attempt_at <= @now ORDER BY mail.next_attempt_at
)
UPDATE due SET attempts = attempts + 1, next_attempt_at = @until, lease_until = @until
OUTPUT inserted.pool_id, inserted.id, inserted.recipient, inserted.subject, inserted.protected_body, inserted.attempts;

-- PoolStatements.TakeTurn
SET NOCOUNT ON;
DECLARE @id char(32) = CONVERT(char(32), @pool, 2);
DECLARE @turn int;
EXEC @turn = sp_getapplock @Resource = @id, @LockMode = 'Exclusive', @LockOwner = 'Transaction';
IF @turn < 0
BEGIN
    THROW 51000, 'The turn was not to be had.', 1;
END;

-- SessionStatements.End
SET NOCOUNT OFF;
UPDATE sessions SET ended_at = @now, expires_at = CASE WHEN expires_at < @now THEN expires_at ELSE @now END
WHERE pool_id = @pool AND id = @id AND ended_at IS NULL

-- SessionStatements.EndAll
SET NOCOUNT ON;
SET XACT_ABORT ON;
BEGIN TRANSACTION;
UPDATE sessions SET ended_at = @now, expires_at = CASE WHEN expires_at < @now THEN expires_at ELSE @now END
WHERE pool_id = @pool AND user_id = @person AND ended_at IS NULL;
SET NOCOUNT OFF;
UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
WHERE pool_id = @pool AND user_id = @person AND revoked_at IS NULL;
COMMIT TRANSACTION;

-- SessionStatements.FindPerson
SELECT s.id, s.user_id, s.authenticated_at, s.methods, u.name, u.email, u.user_name, u.phone_number
FROM sessions AS s
JOIN users AS u ON u.pool_id = s.pool_id AND u.id = s.user_id
WHERE s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
    AND u.status = 'Activated' AND u.blocked = 0 AND EXISTS (SELECT s.application_id INTERSECT SELECT @application)

-- SessionStatements.FindPresence
SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at, CAST(CASE WHEN CHARINDEX(LOWER(STUFF(STUFF(STUFF(STUFF(CONVERT(char(32), @application, 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')), s.signed_out_of) > 0 THEN 1 ELSE 0 END AS bit), CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit), c.scopes, c.claims, c.given_at
FROM sessions AS s
JOIN users AS u ON u.pool_id = s.pool_id AND u.id = s.user_id
JOIN applications AS p ON p.pool_id = s.pool_id AND p.id = @application
LEFT JOIN consents AS c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
WHERE s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
    AND u.status = 'Activated' AND u.blocked = 0 AND (s.application_id IS NULL OR s.application_id = @application)

-- SessionStatements.FindTold
SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at,
    CONCAT_WS(' ', c.scopes, (
        SELECT STRING_AGG(granted.scopes, ' ') FROM (
            SELECT DISTINCT CAST(a.scopes AS nvarchar(max)) AS scopes FROM authorizations AS a
            WHERE a.pool_id = s.pool_id AND a.user_id = s.user_id AND a.application_id = @application
                AND a.revoked_at IS NULL AND a.expires_at > @kept_until) AS granted)),
    CAST(CASE WHEN u.status = 'Activated' AND u.blocked = 0 THEN 1 ELSE 0 END AS bit) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at,
    (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
     FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = s.pool_id AND ur.user_id = s.user_id) AS roles
FROM sessions AS s
JOIN users AS u ON u.pool_id = s.pool_id AND u.id = s.user_id
JOIN applications AS p ON p.pool_id = s.pool_id AND p.id = @application
LEFT JOIN consents AS c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
WHERE s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
    AND u.status = 'Activated' AND u.blocked = 0 AND EXISTS (SELECT s.application_id INTERSECT SELECT @owner) AND CAST(CASE WHEN CHARINDEX(LOWER(STUFF(STUFF(STUFF(STUFF(CONVERT(char(32), @application, 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')), s.signed_out_of) > 0 THEN 1 ELSE 0 END AS bit) = 0 AND CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
) END, p.access_by_default) AS bit) = 1

-- SessionStatements.Leave
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
UPDATE s SET
    signed_out_of = CASE WHEN s.application_id IS NOT NULL OR CAST(CASE WHEN CHARINDEX(LOWER(STUFF(STUFF(STUFF(STUFF(CONVERT(char(32), @application, 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')), s.signed_out_of) > 0 THEN 1 ELSE 0 END AS bit) = 1 THEN s.signed_out_of ELSE CONCAT_WS(' ', s.signed_out_of, LOWER(STUFF(STUFF(STUFF(STUFF(CONVERT(char(32), @application, 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'))) END,
    ended_at = CASE WHEN s.application_id IS NOT NULL THEN @now END,
    expires_at = CASE WHEN s.application_id IS NOT NULL AND s.expires_at > @now THEN @now ELSE s.expires_at END
FROM sessions AS s
WHERE s.pool_id = @pool AND s.user_id = @person AND s.ended_at IS NULL AND (s.application_id IS NULL OR s.application_id = @application)
    AND (@session IS NULL OR s.id = @session);
SET NOCOUNT OFF;
UPDATE authorizations SET revoked_at = @now, revoked_reason = @reason
WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL
    AND (@session IS NULL OR (session_id = @session AND offline = 0));
COMMIT TRANSACTION;

-- SessionStatements.Renew
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @proven TABLE (user_id binary(16) NOT NULL);
INSERT INTO @proven (user_id)
SELECT u.id FROM users AS u WITH (UPDLOCK, ROWLOCK)
WHERE u.pool_id = @pool AND u.id = @person AND EXISTS (SELECT u.security_stamp INTERSECT SELECT @stamp) AND u.status = 'Activated' AND u.blocked = 0;
DECLARE @signed TABLE (user_id binary(16) NOT NULL);
UPDATE s SET handle_hash = @handle, authenticated_at = @now, methods = @methods, last_seen_at = @now, expires_at = @expires_at
OUTPUT inserted.user_id INTO @signed
FROM sessions AS s JOIN @proven AS p ON p.user_id = s.user_id
WHERE s.pool_id = @pool AND s.id = @id AND s.ended_at IS NULL AND s.expires_at > @now;
SET NOCOUNT OFF;
UPDATE u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = LEFT(@remote_address, 64)
FROM users AS u JOIN @signed AS signed ON signed.user_id = u.id
WHERE u.pool_id = @pool;
COMMIT TRANSACTION;

-- SessionStatements.Return
UPDATE sessions SET signed_out_of = NULLIF(TRIM(REPLACE(CONCAT(' ', signed_out_of, ' '), CONCAT(' ', LOWER(STUFF(STUFF(STUFF(STUFF(CONVERT(char(32), @application, 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')), ' '), ' ')), '')
WHERE pool_id = @pool AND id = @id

-- SessionStatements.Start
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @proven TABLE (user_id binary(16) NOT NULL);
INSERT INTO @proven (user_id)
SELECT u.id FROM users AS u WITH (UPDLOCK, ROWLOCK)
WHERE u.pool_id = @pool AND u.id = @person AND EXISTS (SELECT u.security_stamp INTERSECT SELECT @stamp) AND u.status = 'Activated' AND u.blocked = 0;
DECLARE @signed TABLE (user_id binary(16) NOT NULL);
INSERT INTO sessions (pool_id, id, user_id, application_id, handle_hash, authenticated_at, methods, last_seen_at, expires_at, remote_address, user_agent)
OUTPUT inserted.user_id INTO @signed
SELECT @pool, @id, p.user_id, @application, @handle, @now, @methods, @now, @expires_at, LEFT(@remote_address, 64), LEFT(@user_agent, 300)
FROM @proven AS p;
SET NOCOUNT OFF;
UPDATE u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = LEFT(@remote_address, 64)
FROM users AS u JOIN @signed AS signed ON signed.user_id = u.id
WHERE u.pool_id = @pool;
COMMIT TRANSACTION;

-- SweepStatements.AccessTokens
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM access_tokens AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.ApiAnswers
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM api_answers AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.Attempts
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM attempts AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.Authorizations
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
DELETE gone FROM authorizations AS gone WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
JOIN (
    SELECT TOP (@limit) its.pool_id, its.id FROM authorizations AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
    WHERE its.expires_at < @before AND NOT EXISTS (SELECT 1 FROM refresh_tokens AS t WHERE t.pool_id = its.pool_id AND t.authorization_id = its.id AND t.expires_at >= @before) ORDER BY its.expires_at
) AS ended ON ended.pool_id = gone.pool_id AND ended.id = gone.id;

-- SweepStatements.Changes
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM changes AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.at < @before  ORDER BY its.at)
DELETE FROM ended;

-- SweepStatements.ConsoleSessions
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM console_sessions AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.DailyCounts
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM daily_counts AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.day <= CAST(DATEADD(nanosecond, -100, @before) AS date) ORDER BY its.day)
DELETE FROM ended;

-- SweepStatements.DailyVisitors
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM daily_visitors AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.day <= CAST(DATEADD(nanosecond, -100, @before) AS date) ORDER BY its.day)
DELETE FROM ended;

-- SweepStatements.FailureEvents
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM events AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.at < @before AND its.success = 0 ORDER BY its.at)
DELETE FROM ended;

-- SweepStatements.OtherEvents
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM events AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.at < @before AND its.success = 1 ORDER BY its.at)
DELETE FROM ended;

-- SweepStatements.OutboxMails
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM outbox_mails AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.sent_at < @before  ORDER BY its.sent_at)
DELETE FROM ended;

-- SweepStatements.RefreshTokens
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM refresh_tokens AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.RevokedAccessTokens
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM revoked_access_tokens AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.Sessions
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
WITH ended AS (SELECT TOP (@limit) * FROM sessions AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK) WHERE its.expires_at < @before  ORDER BY its.expires_at)
DELETE FROM ended;

-- SweepStatements.UserImports
SET NOCOUNT OFF;
SET DEADLOCK_PRIORITY LOW;
DELETE gone FROM user_imports AS gone WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
JOIN (
    SELECT TOP (@limit) its.pool_id, its.id FROM user_imports AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
    WHERE its.finished_at < @before  ORDER BY its.finished_at
) AS ended ON ended.pool_id = gone.pool_id AND ended.id = gone.id;

-- BulkRows.AddEvent
SET NOCOUNT OFF;
INSERT INTO events (pool_id, id, at, kind, success, administrative, reason, user_id, application_id, reference, remote_address, user_agent, detail)
SELECT @pool, @id, @at, @kind, @success, @administrative, @reason, @person, @application, @reference, @remote_address, @user_agent, @detail
WHERE NOT EXISTS (SELECT 1 FROM events WITH (UPDLOCK, HOLDLOCK, ROWLOCK) WHERE pool_id = @pool AND id = @id)

-- BulkRows.Count
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
BEGIN TRANSACTION;
DECLARE @turn int;
EXEC @turn = sp_getapplock @Resource = 'daily_counts', @LockMode = 'Exclusive', @LockOwner = 'Transaction';
IF @turn < 0
BEGIN
    THROW 51000, 'The turn was not to be had.', 1;
END;
DECLARE @added TABLE (pool_id binary(16) NOT NULL, day date NOT NULL, measure nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [key] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL, [count] bigint NOT NULL);
DECLARE @here TABLE (pool_id binary(16) NOT NULL, day date NOT NULL, user_id binary(16) NOT NULL);
DECLARE @fresh TABLE (pool_id binary(16) NOT NULL, day date NOT NULL, user_id binary(16) NOT NULL);
INSERT INTO @added (pool_id, day, measure, [key], [count])
SELECT CONVERT(binary(16), JSON_VALUE(noted.[value], '$[0]'), 2), CAST(JSON_VALUE(noted.[value], '$[1]') AS date), CAST(JSON_VALUE(noted.[value], '$[2]') AS nvarchar(20)), CAST(JSON_VALUE(noted.[value], '$[3]') AS nvarchar(100)), CAST(JSON_VALUE(noted.[value], '$[4]') AS bigint)
FROM OPENJSON(@counts) AS noted;
INSERT INTO @here (pool_id, day, user_id)
SELECT CONVERT(binary(16), JSON_VALUE(noted.[value], '$[0]'), 2), CAST(JSON_VALUE(noted.[value], '$[1]') AS date), CONVERT(binary(16), JSON_VALUE(noted.[value], '$[2]'), 2)
FROM OPENJSON(@visitors) AS noted;
INSERT INTO daily_visitors (pool_id, day, user_id)
OUTPUT inserted.pool_id, inserted.day, inserted.user_id INTO @fresh
SELECT h.pool_id, h.day, h.user_id FROM @here AS h
WHERE NOT EXISTS (SELECT 1 FROM daily_visitors AS v WHERE v.pool_id = h.pool_id AND v.user_id = h.user_id AND v.day = h.day);
INSERT INTO @added (pool_id, day, measure, [key], [count])
SELECT since.pool_id, since.day, 'visitor', CAST(since.days AS nvarchar(100)), COUNT_BIG(*)
FROM (
    SELECT past.pool_id, past.day, CASE WHEN past.days < 30 THEN past.days ELSE 30 END AS days
    FROM (
        SELECT f.pool_id, f.day, DATEDIFF(day, (
            SELECT MAX(v.day) FROM daily_visitors AS v WHERE v.pool_id = f.pool_id AND v.user_id = f.user_id AND v.day < f.day), f.day) AS days
        FROM @fresh AS f) AS past) AS since
GROUP BY since.pool_id, since.day, since.days;
UPDATE c SET [count] = c.[count] + a.[count]
FROM daily_counts AS c
JOIN @added AS a ON a.pool_id = c.pool_id AND a.day = c.day AND a.measure = c.measure AND a.[key] = c.[key];
INSERT INTO daily_counts (pool_id, day, measure, [key], [count])
SELECT a.pool_id, a.day, a.measure, a.[key], a.[count] FROM @added AS a
WHERE NOT EXISTS (SELECT 1 FROM daily_counts AS c WHERE c.pool_id = a.pool_id AND c.day = a.day AND c.measure = a.measure AND c.[key] = a.[key]);
COMMIT TRANSACTION;

-- BulkRows.SeeSessions
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
DECLARE @noted TABLE (pool_id binary(16) NOT NULL, id binary(16) NOT NULL, at datetimeoffset(6) NOT NULL);
INSERT INTO @noted (pool_id, id, at)
SELECT CONVERT(binary(16), JSON_VALUE(noted.[value], '$[0]'), 2), CONVERT(binary(16), JSON_VALUE(noted.[value], '$[1]'), 2), CAST(JSON_VALUE(noted.[value], '$[2]') AS datetimeoffset(6))
FROM OPENJSON(@rows) AS noted;
UPDATE its SET last_seen_at = noted.at
FROM sessions AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
JOIN @noted AS noted ON noted.pool_id = its.pool_id AND noted.id = its.id
WHERE its.last_seen_at < noted.at;

-- BulkRows.UseAccessKeys
SET NOCOUNT ON;
SET XACT_ABORT ON;
SET DEADLOCK_PRIORITY LOW;
DECLARE @noted TABLE (pool_id binary(16) NOT NULL, id binary(16) NOT NULL, at datetimeoffset(6) NOT NULL);
INSERT INTO @noted (pool_id, id, at)
SELECT CONVERT(binary(16), JSON_VALUE(noted.[value], '$[0]'), 2), CONVERT(binary(16), JSON_VALUE(noted.[value], '$[1]'), 2), CAST(JSON_VALUE(noted.[value], '$[2]') AS datetimeoffset(6))
FROM OPENJSON(@rows) AS noted;
UPDATE its SET last_used_at = noted.at
FROM access_keys AS its WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
JOIN @noted AS noted ON noted.pool_id = its.pool_id AND noted.id = its.id
WHERE (its.last_used_at IS NULL OR its.last_used_at < noted.at);

-- Engine.Facts
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), CAST(SERVERPROPERTY('ProductMajorVersion') AS int), CAST(SERVERPROPERTY('EngineEdition') AS int),
    CAST(here.compatibility_level AS int), here.is_read_committed_snapshot_on, SYSDATETIMEOFFSET()
FROM sys.databases AS here WHERE here.database_id = DB_ID()

-- RowEstimates.Users
SELECT TOP (1) CAST(CASE WHEN CAST(step.range_high_key AS binary(16)) = @pool THEN step.equal_rows ELSE step.average_range_rows END AS bigint)
FROM sys.stats AS known
CROSS APPLY sys.dm_db_stats_histogram(known.object_id, known.stats_id) AS step
WHERE known.object_id = OBJECT_ID('users') AND known.stats_id = 1 AND CAST(step.range_high_key AS binary(16)) >= @pool
ORDER BY step.step_number

