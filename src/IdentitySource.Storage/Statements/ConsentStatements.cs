namespace IdentitySource.Storage.Statements;

/// <summary>Consents in the dialect of one database.</summary>
public sealed record ConsentStatements
{
    /// <summary>Adds to what was allowed before, in one statement: two tabs at once lose nothing.</summary>
    public required string Allow { get; init; }

    /// <summary>Deletes the consent and revokes what was granted to the application.</summary>
    public required string Withdraw { get; init; }
}
