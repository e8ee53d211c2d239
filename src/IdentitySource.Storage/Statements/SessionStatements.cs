namespace IdentitySource.Storage.Statements;

/// <summary>Sessions in the dialect of one database.</summary>
public sealed record SessionStatements
{
    /// <summary>The live session of a handle, and what its person allowed one application and may there; no other application's own session.</summary>
    public required string FindPresence { get; init; }

    /// <summary>
    /// The live session of a handle and of exactly this scope, whose person has not left the application; what they allowed it in any
    /// way that still counts, and the person.
    /// </summary>
    public required string FindTold { get; init; }

    /// <summary>The live session of a handle and of exactly this scope, and what a page shows of its person.</summary>
    public required string FindPerson { get; init; }

    /// <summary>Adds a session, if the person's credentials are still those that were looked at.</summary>
    public required string Start { get; init; }

    /// <summary>Gives a live session a new handle and a new time of authentication, on the same condition.</summary>
    public required string Renew { get; init; }

    public required string End { get; init; }

    /// <summary>
    /// Ends all sessions of a person, then revokes all that the person granted, as one transaction. Only what begins when the sessions
    /// are held sees what was granted in them until then.
    /// </summary>
    public required string EndAll { get; init; }

    /// <summary>Signs a person out of one application, in one session or in all of them: its own sessions end, shared ones stay.</summary>
    public required string Leave { get; init; }

    /// <summary>Takes back that the person left an application.</summary>
    public required string Return { get; init; }
}
