namespace IdentitySource.Storage.Statements;

/// <summary>
/// The hot statements, one for each method of <see cref="Protocol.Ports.IGrantStore"/>, in the dialect of one database. Those
/// that yield a grant begin with the columns that <see cref="Stores.GrantReader"/> reads, unless they say otherwise.
/// </summary>
public sealed record GrantStatements
{
    /// <summary>Writes nothing when the flow has its authorization already, or when it is to outlive a session that has ended.</summary>
    public required string Add { get; init; }

    /// <summary>The same, and yields the grant.</summary>
    public required string AddTelling { get; init; }

    /// <summary>Yields a row when the flow has its authorization.</summary>
    public required string IsAnswered { get; init; }

    /// <summary>Yields the grant, unless the person's credentials are others by now.</summary>
    public required string AddProven { get; init; }

    /// <summary>Authorization id, application id and whether this call took the code; then the code and the grant, null unless it did.</summary>
    public required string TakeCode { get; init; }

    /// <summary>The rotated use: marks the token spent and writes its successor.</summary>
    public required string SpendRefreshToken { get; init; }

    /// <summary>The use that keeps the token and moves its expiry.</summary>
    public required string ExtendRefreshToken { get; init; }

    public required string FindRefreshToken { get; init; }

    public required string FindGrant { get; init; }

    public required string Revoke { get; init; }

    /// <summary>Writes nothing when the authorization is gone.</summary>
    public required string AddAccessToken { get; init; }

    public required string FindAccessToken { get; init; }

    /// <summary>Writes nothing when the application has no such programmatic access account any more.</summary>
    public required string AddMachineToken { get; init; }

    /// <summary>Account, application, scopes, times.</summary>
    public required string FindMachineToken { get; init; }

    public required string ForgetAccessToken { get; init; }

    /// <summary>A row, of whatever columns, when the token was revoked by itself.</summary>
    public required string FindRevokedAccessToken { get; init; }

    public required string RevokeAccessToken { get; init; }
}
