namespace IdentitySource.Protocol.Tokens;

/// <summary>Somebody is signed in at this browser: what the authorize endpoint needs to know of it.</summary>
/// <param name="Id">Becomes <c>sid</c>.</param>
/// <param name="AuthenticatedAt">When the person last proved who they are, not when the session was last used.</param>
/// <param name="Methods">RFC 8176 names, space separated.</param>
public sealed record Session(Guid Id, Guid SubjectId, DateTimeOffset AuthenticatedAt, string Methods);
