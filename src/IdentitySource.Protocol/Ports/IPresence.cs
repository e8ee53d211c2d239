using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Ports;

/// <summary>Who is at this browser, and what have they allowed this application? One round trip answers both.</summary>
public interface IPresence
{
    /// <param name="sessionHash">SHA-256 of the session handle that the browser brought.</param>
    /// <returns>Null when the session is unknown, ended, expired, of another pool or another application's own, or its person is blocked.</returns>
    Task<Presence?> FindAsync(Guid poolId, byte[] sessionHash, Guid applicationId, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Who had signed out of the application is back: the session counts for it again.</summary>
    Task ReturnAsync(Guid poolId, Guid sessionId, Guid applicationId, CancellationToken cancel);
}

/// <param name="SignedOut">The person has signed out of this application, and only of it: the session serves others.</param>
/// <param name="MayEnter">The application's access rules let the person in.</param>
public sealed record Presence(Session Session, ConsentState Consent, bool SignedOut = false, bool MayEnter = true);

/// <param name="Scopes">Allowed so far.</param>
/// <param name="Claims">Claims allowed one by one, beyond those of the scopes.</param>
/// <param name="GivenAt">When the person last pressed allow; null when they never did.</param>
public sealed record ConsentState(Scopes Scopes, Scopes Claims, DateTimeOffset? GivenAt)
{
    public static ConsentState Never { get; } = new(Scopes.None, Scopes.None, null);
}
