namespace IdentitySource.Storage.Statements;

/// <summary>The queue of mails in the dialect of one database.</summary>
public sealed record OutboxStatements
{
    /// <summary>
    /// Takes mails of all pools that are due, <c>@limit</c> at most and the longest-waiting first, and puts their next try off until
    /// <c>@until</c>. One that somebody else holds is passed over, so that of several servers each gets others. Yields pool, id,
    /// recipient, subject, body and the number of this try.
    /// </summary>
    public required string Claim { get; init; }
}
