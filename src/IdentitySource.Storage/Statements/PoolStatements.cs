namespace IdentitySource.Storage.Statements;

/// <summary>A user pool as such, in the dialect of one database.</summary>
public sealed record PoolStatements
{
    /// <summary>
    /// Waits until nobody else's transaction has the turn of the pool, and has it until this one ends. Neither readers nor rows that
    /// refer to the pool wait for it. Who changes the pool's own row takes the turn first: not every database keeps them apart otherwise.
    /// </summary>
    public required string TakeTurn { get; init; }
}
