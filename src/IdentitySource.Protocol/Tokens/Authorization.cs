using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// The root of what one sign-in granted. Codes, refresh tokens and access tokens point at it, so revoking it is one update that
/// ends them all.
/// </summary>
public sealed record Authorization
{
    public required Guid Id { get; init; }

    public required Guid PoolId { get; init; }

    /// <summary>The authorization server it was made at: nothing of it is good elsewhere.</summary>
    public required Guid ServerId { get; init; }

    public required Guid ApplicationId { get; init; }

    public required Guid SubjectId { get; init; }

    /// <summary>Null when no browser was there: the password mode.</summary>
    public Guid? SessionId { get; init; }

    public required Scopes Scopes { get; init; }

    /// <summary>Permission items that were asked for and are not granted, in the order of the request.</summary>
    public Scopes RejectedScopes { get; init; } = Scopes.None;

    public ClaimsRequest Claims { get; init; } = ClaimsRequest.None;

    /// <summary>When the person last proved who they are; <c>auth_time</c> of every token, however late it is refreshed.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>RFC 8176 names, space separated.</summary>
    public required string Methods { get; init; }

    public string? Nonce { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Granted <c>offline_access</c>: lives on when the session ends (OIDC Core §11).</summary>
    public bool Offline { get; init; }

    /// <summary>
    /// When the last token that can come of it is dead, told to the store when it is written: some time later it may forget the
    /// authorization. What is read back leaves it out.
    /// </summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>An authorization with the person and the session it depends on, as one read found them.</summary>
/// <param name="MayEnter">The application's access rules let the person in.</param>
public sealed record Grant(Authorization Authorization, Subject Subject, bool SessionEnded, bool MayEnter)
{
    /// <summary>Why nothing may come of this grant any more, or null. The slug becomes the refusal's reason.</summary>
    public string? Dead() =>
        Authorization.RevokedAt is not null ? "revoked"
        : !Subject.Active ? "subject_inactive"
        : !MayEnter ? "no_access"
        : SessionEnded && !Authorization.Offline ? "session_ended"
        : null;
}
