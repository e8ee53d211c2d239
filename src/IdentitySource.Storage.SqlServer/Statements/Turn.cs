namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>Locks by name, for writers that take turns. One ends with its transaction.</summary>
internal static class Turn
{
    /// <summary>The number of our own error, when it was not to be had; see <see cref="SqlServerFaults"/>.</summary>
    public const int Missed = 51_000;

    /// <param name="name">A literal or a variable.</param>
    public static string Take(string name) => $"""
        DECLARE @turn int;
        EXEC @turn = sp_getapplock @Resource = {name}, @LockMode = 'Exclusive', @LockOwner = 'Transaction';
        IF @turn < 0
        BEGIN
            THROW {Missed}, 'The turn was not to be had.', 1;
        END;
        """;
}
