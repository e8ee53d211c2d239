namespace IdentitySource.Protocol.Errors;

/// <summary>
/// A foreseen refusal. <see cref="Code"/> and <see cref="Description"/> are public; <see cref="Reason"/> names the one
/// site that refused and goes to the log, the event trail and the tests, together with <see cref="Evidence"/>.
/// </summary>
public sealed record ProtocolError(string Code, string Reason, string Description, int Status = 400)
{
    /// <summary>What was given and what was expected, never a secret, a code, a token or a verifier.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Whom it hit, as far as that was proven: for the event trail, never for the caller.</summary>
    public Guid? ApplicationId { get; init; }

    public Guid? SubjectId { get; init; }

    /// <summary>True when HTTP Basic was tried: the answer then names the scheme (RFC 6749 §5.2).</summary>
    public bool ChallengeBasic { get; init; }

    public ProtocolError With(string name, string? value) => this with { Evidence = [.. Evidence, new Evidence(name, value ?? "(absent)")] };

    /// <summary>When another try makes sense, if that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ProtocolError InvalidRequest(string reason, string description) => new("invalid_request", reason, description);

    /// <summary>One text for an unknown application, a wrong secret and a wrong method: anything more would be an oracle.</summary>
    public static ProtocolError InvalidClient(string reason) => new("invalid_client", reason, "Client authentication failed.", 401);

    /// <summary>One text for every bad code or refresh token: why it is bad is nobody's business but the log's.</summary>
    public static ProtocolError InvalidGrant(string reason) => new("invalid_grant", reason, "The grant is invalid, expired, revoked or was issued to someone else.");

    public static ProtocolError UnauthorizedClient(string reason, string description) => new("unauthorized_client", reason, description);

    public static ProtocolError InvalidScope(string reason, string description) => new("invalid_scope", reason, description);

    /// <summary>RFC 6750 §3.1: every unusable bearer token gets this one answer.</summary>
    public static ProtocolError InvalidToken(string reason) => new("invalid_token", reason, "The access token is missing, expired, revoked or not meant for this endpoint.", 401);
}

/// <summary>One line of the trace behind a refusal, already redacted.</summary>
public sealed record Evidence(string Name, string Value);
