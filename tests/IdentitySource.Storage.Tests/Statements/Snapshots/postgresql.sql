-- AttemptStatements.Add
INSERT INTO attempts (pool_id, key, count, expires_at) VALUES (@pool, @key, 1, @expires_at)
ON CONFLICT (pool_id, key) DO UPDATE SET
    count = CASE WHEN attempts.expires_at <= @now THEN 1 ELSE attempts.count + 1 END,
    expires_at = CASE WHEN attempts.expires_at <= @now THEN excluded.expires_at ELSE attempts.expires_at END
RETURNING count

-- AttemptStatements.Clear
DELETE FROM attempts WHERE pool_id = @pool AND key = @key

-- AttemptStatements.Count
SELECT count FROM attempts WHERE pool_id = @pool AND key = @key AND expires_at > @now

-- AttemptStatements.TakeBack
UPDATE attempts SET count = count - 1 WHERE pool_id = @pool AND key = @key AND count > 0

-- ConsentStatements.Allow
INSERT INTO consents (pool_id, user_id, application_id, scopes, claims, given_at)
VALUES (@pool, @person, @application, @scopes, @claims, @now)
ON CONFLICT (pool_id, user_id, application_id) DO UPDATE SET
    scopes = (SELECT coalesce(string_agg(word, ' ' ORDER BY first), '')
 FROM (SELECT word, min(place) AS first
       FROM unnest(string_to_array(concat_ws(' ', consents.scopes, excluded.scopes), ' ')) WITH ORDINALITY AS listed (word, place)
       WHERE word <> '' GROUP BY word) AS once),
    claims = (SELECT coalesce(string_agg(word, ' ' ORDER BY first), '')
 FROM (SELECT word, min(place) AS first
       FROM unnest(string_to_array(concat_ws(' ', consents.claims, excluded.claims), ' ')) WITH ORDINALITY AS listed (word, place)
       WHERE word <> '' GROUP BY word) AS once),
    given_at = greatest(consents.given_at, excluded.given_at)

-- ConsentStatements.Withdraw
WITH forgotten AS (
    DELETE FROM consents WHERE pool_id = @pool AND user_id = @person AND application_id = @application
), granted AS (
    SELECT id FROM authorizations
    WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL
    ORDER BY id FOR UPDATE
)
UPDATE authorizations a SET revoked_at = @now, revoked_reason = @reason FROM granted WHERE a.pool_id = @pool AND a.id = granted.id

-- GrantStatements.Add
INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, flow_id, scopes, rejected_scopes, id_token_claims, user_info_claims,
    authenticated_at, methods, nonce, created_at, offline, revoked_at, revoked_reason, code_hash, redirect_uri, challenge, challenge_method, code_expires_at, expires_at)
SELECT @pool, @id, @server, @application, @person, @session, @flow, @scopes, @rejected_scopes, @id_token_claims, @user_info_claims,
    @authenticated_at, @methods, @nonce, @now, @offline, @revoked_at, CASE WHEN @revoked_at IS NOT NULL THEN 'denied' END, @code, @redirect_uri, @challenge, @challenge_method, @code_expires_at, @expires_at
WHERE NOT @outlives OR EXISTS (SELECT FROM sessions s WHERE s.pool_id = @pool AND s.id = @session AND s.ended_at IS NULL FOR SHARE)
ON CONFLICT (pool_id, flow_id) WHERE flow_id IS NOT NULL DO NOTHING

-- GrantStatements.AddAccessToken
INSERT INTO access_tokens (pool_id, hash, server_id, application_id, authorization_id, scopes, issued_at, expires_at)
SELECT pool_id, @token, server_id, application_id, id, @scopes, @now, @expires_at
FROM authorizations WHERE pool_id = @pool AND id = @id

-- GrantStatements.AddMachineToken
INSERT INTO access_tokens (pool_id, hash, server_id, application_id, access_key_id, scopes, issued_at, expires_at)
SELECT pool_id, @token, @server, application_id, id, @scopes, @now, @expires_at
FROM access_keys WHERE pool_id = @pool AND id = @id AND application_id = @application

-- GrantStatements.AddProven
WITH signed AS (
    INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, scopes, authenticated_at, methods, created_at, offline, expires_at)
    SELECT @pool, @id, @server, @application, p.id, @scopes, @authenticated_at, @methods, @now, @offline, @expires_at
    FROM (SELECT id FROM users
WHERE pool_id = @pool AND id = @person AND security_stamp IS NOT DISTINCT FROM @stamp AND status = 'Activated' AND NOT blocked
FOR NO KEY UPDATE) p
    RETURNING *
), refresh AS (
    INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
    SELECT @pool, @refresh, id, @now, least(@refresh_expires_at, created_at + @absolute * interval '1 second')
    FROM signed WHERE offline AND @refresh IS NOT NULL
), counted AS (
    UPDATE users u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = left(@remote_address, 64)
FROM signed WHERE u.pool_id = @pool AND u.id = signed.user_id
)
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM signed a
JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id

-- GrantStatements.AddTelling
WITH signed AS (
    INSERT INTO authorizations (pool_id, id, server_id, application_id, user_id, session_id, flow_id, scopes, rejected_scopes, id_token_claims, user_info_claims,
    authenticated_at, methods, nonce, created_at, offline, revoked_at, revoked_reason, code_hash, redirect_uri, challenge, challenge_method, code_expires_at, expires_at)
SELECT @pool, @id, @server, @application, @person, @session, @flow, @scopes, @rejected_scopes, @id_token_claims, @user_info_claims,
    @authenticated_at, @methods, @nonce, @now, @offline, @revoked_at, CASE WHEN @revoked_at IS NOT NULL THEN 'denied' END, @code, @redirect_uri, @challenge, @challenge_method, @code_expires_at, @expires_at
WHERE NOT @outlives OR EXISTS (SELECT FROM sessions s WHERE s.pool_id = @pool AND s.id = @session AND s.ended_at IS NULL FOR SHARE)
ON CONFLICT (pool_id, flow_id) WHERE flow_id IS NOT NULL DO NOTHING
    RETURNING *
)
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM signed a
JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id

-- GrantStatements.ExtendRefreshToken
WITH found AS (
    SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.expires_at AS token_expires_at, t.spent_at, t.successor_hash,
        t.expires_at > @now AND a.revoked_at IS NULL AND u.status = 'Activated' AND NOT u.blocked
            AND (a.offline OR a.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL)) AS alive
    FROM refresh_tokens t
    JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
    JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
    WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server
        AND a.application_id IS NOT DISTINCT FROM @application
), extended AS (
    UPDATE refresh_tokens t SET expires_at = least(@expires_at, f.created_at + @absolute * interval '1 second')
    FROM found f
    WHERE t.pool_id = @pool AND t.hash = @token AND f.alive AND f.may_enter AND t.spent_at IS NULL
)
SELECT f.id, f.server_id, f.application_id, f.user_id, f.session_id, f.scopes, f.rejected_scopes, f.id_token_claims, f.user_info_claims,
f.authenticated_at, f.methods, f.nonce, f.created_at, f.offline, f.revoked_at, f.session_ended,
f.may_enter, f.active, f.user_name, f.email, f.email_confirmed, f.phone_number, f.phone_number_confirmed,
f.external_id, f.name, f.given_name, f.family_name, f.middle_name, f.nickname, f.preferred_username, f.profile, f.picture, f.website,
f.gender, f.birthdate, f.zone_info, f.locale, f.postal_address, f.extended_fields, f.updated_at, f.roles, f.token_expires_at, f.spent_at, CASE WHEN f.spent_at IS NOT NULL THEN
    (SELECT n.spent_at FROM refresh_tokens n WHERE n.pool_id = @pool AND n.hash = f.successor_hash) END
FROM found f

-- GrantStatements.FindAccessToken
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.scopes, t.issued_at, t.expires_at
FROM access_tokens t
JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE t.pool_id = @pool AND t.hash = @token AND t.server_id = @server

-- GrantStatements.FindGrant
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM authorizations a
JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE a.pool_id = @pool AND a.id = @id
    AND NOT EXISTS (SELECT FROM revoked_access_tokens r WHERE r.pool_id = @pool AND r.token_id = @token)

-- GrantStatements.FindMachineToken
SELECT access_key_id, application_id, scopes, issued_at, expires_at
FROM access_tokens WHERE pool_id = @pool AND hash = @token AND server_id = @server AND access_key_id IS NOT NULL

-- GrantStatements.FindRefreshToken
SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.issued_at, t.expires_at, t.spent_at
FROM refresh_tokens t
JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
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
INSERT INTO revoked_access_tokens (pool_id, token_id, expires_at) VALUES (@pool, @token, @expires_at)
ON CONFLICT (pool_id, token_id) DO NOTHING

-- GrantStatements.SpendRefreshToken
WITH found AS (
    SELECT a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles, t.expires_at AS token_expires_at, t.spent_at, t.successor_hash,
        t.expires_at > @now AND a.revoked_at IS NULL AND u.status = 'Activated' AND NOT u.blocked
            AND (a.offline OR a.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL)) AS alive
    FROM refresh_tokens t
    JOIN authorizations a ON a.pool_id = t.pool_id AND a.id = t.authorization_id
    JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
JOIN LATERAL (SELECT * FROM applications one WHERE one.pool_id = a.pool_id AND one.id = a.application_id OFFSET 0) p ON true
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
    WHERE t.pool_id = @pool AND t.hash = @token AND a.server_id = @server
        AND a.application_id IS NOT DISTINCT FROM @application
), spent AS (
    UPDATE refresh_tokens t SET spent_at = coalesce(t.spent_at, @now), successor_hash = coalesce(t.successor_hash, @successor)
    FROM found f
    WHERE t.pool_id = @pool AND t.hash = @token AND f.alive AND f.may_enter AND f.spent_at IS NULL
    RETURNING t.spent_at, t.successor_hash, f.id AS authorization_id, f.created_at
), successor AS (
    INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
    SELECT @pool, @successor, authorization_id, @now, least(@expires_at, created_at + @absolute * interval '1 second')
    FROM spent WHERE successor_hash = @successor
    ON CONFLICT (pool_id, hash) DO NOTHING
)
SELECT f.id, f.server_id, f.application_id, f.user_id, f.session_id, f.scopes, f.rejected_scopes, f.id_token_claims, f.user_info_claims,
f.authenticated_at, f.methods, f.nonce, f.created_at, f.offline, f.revoked_at, f.session_ended,
f.may_enter, f.active, f.user_name, f.email, f.email_confirmed, f.phone_number, f.phone_number_confirmed,
f.external_id, f.name, f.given_name, f.family_name, f.middle_name, f.nickname, f.preferred_username, f.profile, f.picture, f.website,
f.gender, f.birthdate, f.zone_info, f.locale, f.postal_address, f.extended_fields, f.updated_at, f.roles, f.token_expires_at, coalesce(spent.spent_at, f.spent_at), CASE WHEN f.spent_at IS NOT NULL THEN
    (SELECT n.spent_at FROM refresh_tokens n WHERE n.pool_id = @pool AND n.hash = f.successor_hash) END
FROM found f LEFT JOIN spent ON true

-- GrantStatements.TakeCode
WITH taken AS (
    UPDATE authorizations SET code_taken_at = @now,
        expires_at = CASE WHEN offline AND @refresh IS NOT NULL
            THEN greatest(expires_at, created_at + (@absolute + @remembered) * interval '1 second') ELSE expires_at END
    WHERE pool_id = @pool AND code_hash = @code AND server_id = @server AND code_taken_at IS NULL
    RETURNING *
), refresh AS (
    INSERT INTO refresh_tokens (pool_id, hash, authorization_id, issued_at, expires_at)
    SELECT @pool, @refresh, id, @now, least(@refresh_expires_at, created_at + @absolute * interval '1 second')
    FROM taken WHERE offline AND @refresh IS NOT NULL
)
SELECT known.id, known.application_id, a.id IS NOT NULL, a.redirect_uri, a.challenge, a.challenge_method, a.code_expires_at, a.id, a.server_id, a.application_id, a.user_id, a.session_id, a.scopes, a.rejected_scopes, a.id_token_claims, a.user_info_claims,
a.authenticated_at, a.methods, a.nonce, a.created_at, a.offline, a.revoked_at,
(a.session_id IS NOT NULL AND (s.id IS NULL OR s.ended_at IS NOT NULL)) AS session_ended,
coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default) AS may_enter,
(u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
CASE WHEN concat_ws(' ', '', a.scopes, a.id_token_claims, a.user_info_claims, '') LIKE '% roles %' THEN
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = a.pool_id AND ur.user_id = a.user_id) END AS roles
FROM authorizations known
LEFT JOIN taken a ON true
LEFT JOIN users u ON u.pool_id = a.pool_id AND u.id = a.user_id
LEFT JOIN applications p ON p.pool_id = a.pool_id AND p.id = a.application_id
LEFT JOIN sessions s ON s.pool_id = a.pool_id AND s.id = a.session_id
WHERE known.pool_id = @pool AND known.code_hash = @code AND known.server_id = @server

-- OutboxStatements.Claim
UPDATE outbox_mails mail SET attempts = mail.attempts + 1, next_attempt_at = @until, lease_until = @until
WHERE mail.ctid = ANY (ARRAY(
    SELECT due.ctid FROM outbox_mails due WHERE due.next_attempt_at <= @now ORDER BY due.next_attempt_at LIMIT @limit FOR UPDATE SKIP LOCKED))
RETURNING mail.pool_id, mail.id, mail.recipient, mail.subject, mail.protected_body, mail.attempts

-- PoolStatements.TakeTurn
SELECT FROM user_pools WHERE id = @pool FOR NO KEY UPDATE

-- SessionStatements.End
UPDATE sessions SET ended_at = @now, expires_at = least(expires_at, @now)
WHERE pool_id = @pool AND id = @id AND ended_at IS NULL

-- SessionStatements.EndAll
WITH open AS (
    SELECT id FROM sessions WHERE pool_id = @pool AND user_id = @person AND ended_at IS NULL ORDER BY id FOR UPDATE
)
UPDATE sessions s SET ended_at = @now, expires_at = least(expires_at, @now) FROM open WHERE s.pool_id = @pool AND s.id = open.id;
WITH granted AS (
    SELECT id FROM authorizations WHERE pool_id = @pool AND user_id = @person AND revoked_at IS NULL ORDER BY id FOR UPDATE
)
UPDATE authorizations a SET revoked_at = @now, revoked_reason = @reason FROM granted WHERE a.pool_id = @pool AND a.id = granted.id

-- SessionStatements.FindPerson
SELECT s.id, s.user_id, s.authenticated_at, s.methods, u.name, u.email, u.user_name, u.phone_number
FROM sessions s
JOIN users u ON u.pool_id = s.pool_id AND u.id = s.user_id
WHERE s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
    AND u.status = 'Activated' AND NOT u.blocked AND s.application_id IS NOT DISTINCT FROM @application

-- SessionStatements.FindPresence
SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at, coalesce(position(@application::text in s.signed_out_of) > 0, false), coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default), c.scopes, c.claims, c.given_at
FROM sessions s
JOIN users u ON u.pool_id = s.pool_id AND u.id = s.user_id
JOIN applications p ON p.pool_id = s.pool_id AND p.id = @application
LEFT JOIN consents c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
WHERE s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
    AND u.status = 'Activated' AND NOT u.blocked AND (s.application_id IS NULL OR s.application_id = @application)

-- SessionStatements.FindTold
SELECT s.id, s.user_id, s.authenticated_at, s.methods, s.last_seen_at,
    concat_ws(' ', c.scopes, (
        SELECT string_agg(DISTINCT a.scopes, ' ') FROM authorizations a
        WHERE a.pool_id = s.pool_id AND a.user_id = s.user_id AND a.application_id = @application
            AND a.revoked_at IS NULL AND a.expires_at > @kept_until)),
    (u.status = 'Activated' AND NOT u.blocked) AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address::text, u.extended_fields, u.updated_at,
    (SELECT json_agg(r.name ORDER BY r.name)::text
     FROM user_roles ur JOIN roles r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
     WHERE ur.pool_id = s.pool_id AND ur.user_id = s.user_id) AS roles
FROM sessions s
JOIN users u ON u.pool_id = s.pool_id AND u.id = s.user_id
JOIN applications p ON p.pool_id = s.pool_id AND p.id = @application
LEFT JOIN consents c ON c.pool_id = s.pool_id AND c.user_id = s.user_id AND c.application_id = @application
WHERE s.pool_id = @pool AND s.handle_hash = @handle AND s.ended_at IS NULL AND s.expires_at > @now AND s.last_seen_at > @idle_since
    AND u.status = 'Activated' AND NOT u.blocked AND s.application_id IS NOT DISTINCT FROM @owner AND NOT coalesce(position(@application::text in s.signed_out_of) > 0, false) AND coalesce(CASE WHEN EXISTS (SELECT FROM access_entries e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
    SELECT bool_and(e.allow) FROM access_entries e
    WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled AND e.subject_id = ANY (ARRAY(
        SELECT u.id
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.pool_id = u.pool_id AND m.user_id = u.id))
) END, p.access_by_default)

-- SessionStatements.Leave
WITH open AS (
    SELECT id FROM sessions
    WHERE pool_id = @pool AND user_id = @person AND ended_at IS NULL AND (application_id IS NULL OR application_id = @application)
        AND (@session IS NULL OR id = @session)
    ORDER BY id FOR UPDATE
), behind AS (
    UPDATE sessions s SET
        signed_out_of = CASE WHEN s.application_id IS NOT NULL OR coalesce(position(@application::text in s.signed_out_of) > 0, false) THEN s.signed_out_of ELSE concat_ws(' ', s.signed_out_of, @application::text) END,
        ended_at = CASE WHEN s.application_id IS NOT NULL THEN @now END,
        expires_at = CASE WHEN s.application_id IS NOT NULL THEN least(s.expires_at, @now) ELSE s.expires_at END
    FROM open WHERE s.pool_id = @pool AND s.id = open.id
), granted AS (
    SELECT id FROM authorizations
    WHERE pool_id = @pool AND user_id = @person AND application_id = @application AND revoked_at IS NULL
        AND (@session IS NULL OR (session_id = @session AND NOT offline))
    ORDER BY id FOR UPDATE
)
UPDATE authorizations a SET revoked_at = @now, revoked_reason = @reason FROM granted WHERE a.pool_id = @pool AND a.id = granted.id

-- SessionStatements.Renew
WITH signed AS (
    UPDATE sessions s SET handle_hash = @handle, authenticated_at = @now, methods = @methods, last_seen_at = @now, expires_at = @expires_at
    FROM (SELECT id FROM users
WHERE pool_id = @pool AND id = @person AND security_stamp IS NOT DISTINCT FROM @stamp AND status = 'Activated' AND NOT blocked
FOR NO KEY UPDATE) p
    WHERE s.pool_id = @pool AND s.id = @id AND s.user_id = p.id AND s.ended_at IS NULL AND s.expires_at > @now
    RETURNING s.user_id
)
UPDATE users u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = left(@remote_address, 64)
FROM signed WHERE u.pool_id = @pool AND u.id = signed.user_id

-- SessionStatements.Return
UPDATE sessions SET signed_out_of = nullif(btrim(replace(concat(' ', signed_out_of, ' '), concat(' ', @application::text, ' '), ' ')), '')
WHERE pool_id = @pool AND id = @id

-- SessionStatements.Start
WITH signed AS (
    INSERT INTO sessions (pool_id, id, user_id, application_id, handle_hash, authenticated_at, methods, last_seen_at, expires_at, remote_address, user_agent)
    SELECT @pool, @id, p.id, @application, @handle, @now, @methods, @now, @expires_at, left(@remote_address, 64), left(@user_agent, 300)
    FROM (SELECT id FROM users
WHERE pool_id = @pool AND id = @person AND security_stamp IS NOT DISTINCT FROM @stamp AND status = 'Activated' AND NOT blocked
FOR NO KEY UPDATE) p
    RETURNING user_id
)
UPDATE users u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = left(@remote_address, 64)
FROM signed WHERE u.pool_id = @pool AND u.id = signed.user_id

-- SweepStatements.AccessTokens
DELETE FROM access_tokens WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM access_tokens row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.ApiAnswers
DELETE FROM api_answers WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM api_answers row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.Attempts
DELETE FROM attempts WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM attempts row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.Authorizations
DELETE FROM authorizations WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM authorizations row WHERE row.expires_at < @before AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.pool_id = row.pool_id AND t.authorization_id = row.id AND t.expires_at >= @before) ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.Changes
DELETE FROM changes WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM changes row WHERE row.at < @before  ORDER BY row.at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.ConsoleSessions
DELETE FROM console_sessions WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM console_sessions row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.DailyCounts
DELETE FROM daily_counts WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM daily_counts row WHERE row.day < @before  ORDER BY row.day LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.DailyVisitors
DELETE FROM daily_visitors WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM daily_visitors row WHERE row.day < @before  ORDER BY row.day LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.FailureEvents
DELETE FROM events WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM events row WHERE row.at < @before AND NOT row.success ORDER BY row.at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.OtherEvents
DELETE FROM events WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM events row WHERE row.at < @before AND row.success ORDER BY row.at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.OutboxMails
DELETE FROM outbox_mails WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM outbox_mails row WHERE row.sent_at < @before  ORDER BY row.sent_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.RefreshTokens
DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM refresh_tokens row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.RevokedAccessTokens
DELETE FROM revoked_access_tokens WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM revoked_access_tokens row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.Sessions
DELETE FROM sessions WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM sessions row WHERE row.expires_at < @before  ORDER BY row.expires_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- SweepStatements.UserImports
DELETE FROM user_imports WHERE ctid = ANY (ARRAY(
    SELECT row.ctid FROM user_imports row WHERE row.finished_at < @before  ORDER BY row.finished_at LIMIT @limit FOR UPDATE SKIP LOCKED))

-- BulkRows.AddEvent
INSERT INTO events (pool_id, id, at, kind, success, administrative, reason, user_id, application_id, reference, remote_address, user_agent, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (pool_id, id) DO NOTHING

-- BulkRows.Count
INSERT INTO daily_counts AS present (pool_id, day, measure, key, count)
SELECT * FROM unnest($1, $2, $3, $4, $5)
ON CONFLICT (pool_id, day, measure, key) DO UPDATE SET count = present.count + excluded.count

-- BulkRows.NoteVisitors
WITH fresh AS (
    INSERT INTO daily_visitors (pool_id, day, user_id) SELECT * FROM unnest($1, $2, $3)
    ON CONFLICT (pool_id, user_id, day) DO NOTHING RETURNING pool_id, day, user_id
), since AS (
    SELECT f.pool_id, f.day, least(30, f.day - greatest(
        lag(f.day) OVER (PARTITION BY f.pool_id, f.user_id ORDER BY f.day),
        (SELECT max(v.day) FROM daily_visitors v WHERE v.pool_id = f.pool_id AND v.user_id = f.user_id AND v.day < f.day))) AS days
    FROM fresh f
)
INSERT INTO daily_counts AS present (pool_id, day, measure, key, count)
SELECT pool_id, day, 'visitor', days::text, count(*) FROM since GROUP BY pool_id, day, days ORDER BY pool_id, day, days
ON CONFLICT (pool_id, day, measure, key) DO UPDATE SET count = present.count + excluded.count

-- BulkRows.SeeSessions
UPDATE sessions s SET last_seen_at = seen.at
FROM (
    SELECT free.pool_id, free.id, noted.at
    FROM unnest($1, $2, $3) AS noted (pool_id, id, at)
    JOIN sessions free ON free.pool_id = noted.pool_id AND free.id = noted.id AND free.last_seen_at < noted.at
    FOR UPDATE OF free SKIP LOCKED
) AS seen
WHERE s.pool_id = seen.pool_id AND s.id = seen.id

-- BulkRows.UseAccessKeys
UPDATE access_keys k SET last_used_at = used.at
FROM (
    SELECT free.pool_id, free.id, noted.at
    FROM unnest($1, $2, $3) AS noted (pool_id, id, at)
    JOIN access_keys free ON free.pool_id = noted.pool_id AND free.id = noted.id AND (free.last_used_at IS NULL OR free.last_used_at < noted.at)
    FOR UPDATE OF free SKIP LOCKED
) AS used
WHERE k.pool_id = used.pool_id AND k.id = used.id

-- RowEstimates.Users
EXPLAIN (FORMAT JSON) SELECT FROM users WHERE pool_id = $1

