namespace IdentitySource.Storage.Statements;

/// <summary>A user pool as such, in the dialect of one database.</summary>
public sealed record PoolStatements
{
    /// <summary>
    /// Waits until nobody else's transaction has the turn of the pool, and has it until this one ends. Nothing else waits for it:
    /// neither a row that refers to the pool nor its readers.
    /// </summary>
    public required string TakeTurn { get; init; }
}
