namespace IdentitySource.Storage.Statements;

/// <summary>
/// What the sweeper deletes, a batch at a time: rows that ended before <c>@before</c>, <c>@limit</c> of them at most. A row that
/// somebody else holds is left for the next time, so that two sweepers pass through each other.
/// </summary>
public sealed record SweepStatements
{
    /// <summary>Never one that still has a living refresh token.</summary>
    public required string Authorizations { get; init; }

    public required string RefreshTokens { get; init; }

    public required string AccessTokens { get; init; }

    public required string RevokedAccessTokens { get; init; }

    public required string Sessions { get; init; }

    public required string ConsoleSessions { get; init; }

    /// <summary>With the lines that failed.</summary>
    public required string UserImports { get; init; }

    /// <summary>Those that were sent; what was not is kept until somebody decides.</summary>
    public required string OutboxMails { get; init; }

    public required string Attempts { get; init; }

    /// <summary>Kept for as long as the request may come again.</summary>
    public required string ApiAnswers { get; init; }

    public required string Changes { get; init; }

    public required string FailureEvents { get; init; }

    /// <summary>The events that are no failures.</summary>
    public required string OtherEvents { get; init; }

    /// <summary>By the day.</summary>
    public required string DailyCounts { get; init; }

    public required string DailyVisitors { get; init; }
}
