namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>What is one word in other dialects.</summary>
internal static class Expression
{
    /// <summary>T-SQL has no values of conditions.</summary>
    public static string Flag(string condition) => $"CAST(CASE WHEN {condition} THEN 1 ELSE 0 END AS bit)";

    /// <summary>IS NOT DISTINCT FROM, which SQL Server has from 2022 on.</summary>
    public static string Same(string one, string other) => $"EXISTS (SELECT {one} INTERSECT SELECT {other})";

    /// <summary>LEAST, which SQL Server has from 2022 on; of two that are never null.</summary>
    public static string Earlier(string one, string other) => $"CASE WHEN {one} < {other} THEN {one} ELSE {other} END";

    /// <inheritdoc cref="Earlier"/>
    public static string Later(string one, string other) => $"CASE WHEN {one} > {other} THEN {one} ELSE {other} END";

    /// <summary>DATEADD takes an <c>int</c>, which as seconds ends after 68 years: so whole days, and what is left of one.</summary>
    /// <param name="seconds">A <c>bigint</c>.</param>
    public static string After(string time, string seconds) =>
        $"DATEADD(second, CAST({seconds} % 86400 AS int), DATEADD(day, CAST({seconds} / 86400 AS int), {time}))";

    /// <summary>
    /// An id as people and PostgreSQL write it. Its bytes are in the order of its digits, so hex of them needs the dashes only,
    /// put in from the right.
    /// </summary>
    public static string Text(string id) => $"LOWER(STUFF(STUFF(STUFF(STUFF(CONVERT(char(32), {id}, 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'))";
}
