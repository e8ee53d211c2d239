namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>How a row is read that must not change until the transaction ends: as it is now, having waited for whoever was writing it.</summary>
internal static class Held
{
    /// <summary>Nobody else may hold it in this way or write it; FOR UPDATE.</summary>
    public const string Alone = "WITH (UPDLOCK, ROWLOCK)";

    /// <summary>Others may hold it in this way too, nobody may write it; FOR SHARE.</summary>
    public const string Together = "WITH (REPEATABLEREAD, ROWLOCK)";

    /// <summary>SKIP LOCKED. READPAST is about locks, so it wants the reading said that goes by them (READCOMMITTEDLOCK) where snapshots are the rule.</summary>
    public const string OrPassedOver = "WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)";
}
