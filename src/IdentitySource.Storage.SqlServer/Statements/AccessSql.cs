namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>Who may enter an application, judged within the statements that look at a person anyway: a change counts from the next one on.</summary>
internal static class AccessSql
{
    /// <summary>
    /// Of the user <c>u</c> and the application <c>p</c>. Entries that speak of the person, of a role or of a group of theirs win over
    /// the application's default, and of those a denial. An application without entries, and most have none, costs one look.
    /// </summary>
    public const string MayEnter = """
        CAST(ISNULL(CASE WHEN EXISTS (SELECT 1 FROM access_entries AS e WHERE e.application_id = p.id AND e.pool_id = p.pool_id) THEN (
            SELECT MIN(CAST(e.allow AS int)) FROM access_entries AS e
            WHERE e.application_id = p.id AND e.pool_id = p.pool_id AND e.enabled = 1 AND e.subject_id IN (
                SELECT u.id
                UNION ALL SELECT r.role_id FROM user_roles AS r WHERE r.pool_id = u.pool_id AND r.user_id = u.id
                UNION ALL SELECT m.group_id FROM group_members AS m WHERE m.pool_id = u.pool_id AND m.user_id = u.id)
        ) END, p.access_by_default) AS bit)
        """;
}
