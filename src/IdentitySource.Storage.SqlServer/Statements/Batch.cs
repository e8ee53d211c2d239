namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>
/// How the statements begin that are several to the server and one to their caller: one round trip, and one transaction where more
/// than one of them writes. What is told comes from a last SELECT after the COMMIT. It takes no locks of
/// rows (READ_COMMITTED_SNAPSHOT), runs in one thread, and does not give way: it is not undone when what it tells of is done already, so
/// nothing is repeated that was.
/// </summary>
internal static class Batch
{
    public const string Silent = "SET NOCOUNT ON;";

    /// <summary>The caller wants to know how many rows the next statement touches. Said always: an account or a server may have it otherwise.</summary>
    public const string Counting = "SET NOCOUNT OFF;";

    /// <summary>With XACT_ABORT every error, and a client that gives up, undoes all of it. The server takes such settings back at the batch's end.</summary>
    private const string Whole = $"""
        {Silent}
        SET XACT_ABORT ON;
        """;

    /// <summary>
    /// Of two that wait for each other in a circle the server undoes one. What runs by itself is repeated by <see cref="Stores.Database"/>,
    /// an administrator's act is not: so the former gives way.
    /// </summary>
    public const string GivesWay = "SET DEADLOCK_PRIORITY LOW;";

    /// <summary>Never part of an act's transaction, with one statement that writes.</summary>
    public const string Alone = $"""
        {Whole}
        {GivesWay}
        """;

    /// <summary>Never part of an act's transaction, with several statements that write.</summary>
    public const string Transaction = $"""
        {Alone}
        BEGIN TRANSACTION;
        """;

    /// <summary>Perhaps part of an act's transaction: then the server only counts how deep it is, and the act's own commit is what counts.</summary>
    public const string TransactionOfAnAct = $"""
        {Whole}
        BEGIN TRANSACTION;
        """;

    public const string Commit = "COMMIT TRANSACTION;";

    /// <summary>
    /// What follows only tells of what is done, and must not be undone: a repeat would take the first one's deed for somebody else's.
    /// Of two that wait for each other in a circle (with a migration, which locks tables) it is the other now.
    /// </summary>
    public const string Tells = "SET DEADLOCK_PRIORITY HIGH;";

    public const string CommitAndTell = $"""
        {Commit}
        {Tells}
        """;

    /// <summary>For a SELECT after the COMMIT: threads of one query can wait for each other in a circle as well.</summary>
    public const string InOneThread = "OPTION (MAXDOP 1)";
}
