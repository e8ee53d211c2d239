namespace IdentitySource.Storage.Statements;

/// <summary>Counters of tries in the dialect of one database.</summary>
public sealed record AttemptStatements
{
    /// <summary>Adds one, or starts anew after the window; yields the count.</summary>
    public required string Add { get; init; }

    public required string Count { get; init; }

    /// <summary>Takes one off, never below nothing.</summary>
    public required string TakeBack { get; init; }

    public required string Clear { get; init; }
}
