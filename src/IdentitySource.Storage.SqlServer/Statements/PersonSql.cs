namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>What statements about sessions and about grants want of a person.</summary>
internal static class PersonSql
{
    /// <summary>The person, but for the roles, in the order of <see cref="Stores.GrantReader"/>.</summary>
    public static readonly string Columns = $"""
        {Expression.Flag("u.status = 'Activated' AND u.blocked = 0")} AS active, u.user_name, u.email, u.email_confirmed, u.phone_number, u.phone_number_confirmed,
        u.external_id, u.name, u.given_name, u.family_name, u.middle_name, u.nickname, u.preferred_username, u.profile, u.picture, u.website,
        u.gender, u.birthdate, u.zone_info, u.locale, u.postal_address, u.extended_fields, u.updated_at
        """;

    /// <summary>The names of somebody's roles as an array of JSON.</summary>
    public static string RolesOf(string alias) => $"""
        (SELECT CONCAT('[', STRING_AGG(CONCAT('"', STRING_ESCAPE(CAST(r.name AS nvarchar(max)), 'json'), '"'), ',') WITHIN GROUP (ORDER BY r.name), ']')
             FROM user_roles AS ur JOIN roles AS r ON r.pool_id = ur.pool_id AND r.id = ur.role_id
             WHERE ur.pool_id = {alias}.pool_id AND ur.user_id = {alias}.user_id)
        """;

    /// <summary>
    /// The person into <c>@proven</c>, while the proof that was looked at still holds. A change of the password or a block locks this
    /// row and then ends the sessions and grants that it sees: whoever comes later waits here and finds the other stamp, so none
    /// slips in between. It is held before anything else is, in the same order as there.
    /// </summary>
    public static readonly string Proven = $"""
        DECLARE @proven TABLE (user_id binary(16) NOT NULL);
        INSERT INTO @proven (user_id)
        SELECT u.id FROM users AS u {Held.Alone}
        WHERE u.pool_id = @pool AND u.id = @person AND {Expression.Same("u.security_stamp", "@stamp")} AND u.status = 'Activated' AND u.blocked = 0;
        """;

    /// <summary>What the person's own row says of it, in the same transaction: a sign-in that came to nothing is not counted.</summary>
    public const string Counted = """
        UPDATE u SET sign_in_count = u.sign_in_count + 1, last_sign_in_at = @now, last_sign_in_address = LEFT(@remote_address, 64)
        FROM users AS u JOIN @signed AS signed ON signed.user_id = u.id
        WHERE u.pool_id = @pool;
        """;
}
