namespace IdentitySource.Storage.Statements;

/// <summary>Sessions in the dialect of one database.</summary>
public sealed record SessionStatements
{
    /// <summary>The live session of a handle, and what its person allowed one application.</summary>
    public required string FindPresence { get; init; }

    /// <summary>The live session of a handle, and what a page shows of its person.</summary>
    public required string FindPerson { get; init; }

    /// <summary>Adds a session, if the person's credentials are still those that were looked at.</summary>
    public required string Start { get; init; }

    /// <summary>Gives a live session a new handle and a new time of authentication, on the same condition.</summary>
    public required string Renew { get; init; }

    public required string End { get; init; }

    /// <summary>Ends all sessions of a person and revokes all that they granted.</summary>
    public required string EndAll { get; init; }
}
