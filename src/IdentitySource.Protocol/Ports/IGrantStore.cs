using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Ports;

/// <summary>
/// Authorizations, the handles that point at them, and the access tokens of machines, which point at none. Every single-use thing is taken by one statement in the database, never
/// read and then written: the row's lock is what makes it single use. Each method is one round trip unless it says otherwise.
/// </summary>
public interface IGrantStore
{
    /// <summary>Writes an authorization and, unless it is revoked from the start (what the person denied), its code.</summary>
    /// <param name="flowId">The interaction that led here; a second answer to the same one is not written.</param>
    /// <returns>
    /// False, and nothing is written, when that interaction has had its answer already, or when the authorization is to outlive a
    /// session (it is offline) that has ended since it was looked at: else it would outlive what ended everything of the person's.
    /// </returns>
    Task<bool> AddAsync(Authorization authorization, AuthorizationCode? code, Guid? flowId, CancellationToken cancel);

    /// <summary>As <see cref="AddAsync"/>, for an answer with tokens: comes back with the person that they speak of.</summary>
    /// <returns>Null where that one is false.</returns>
    Task<Grant?> AddTellingAsync(Authorization authorization, AuthorizationCode? code, Guid? flowId, CancellationToken cancel);

    /// <summary>Whether the interaction has had its answer.</summary>
    Task<bool> IsAnsweredAsync(Guid poolId, Guid flowId, CancellationToken cancel);

    /// <summary>
    /// Writes what was granted to somebody whose credentials were just looked at, no browser being there; when it is offline, with
    /// its refresh token.
    /// </summary>
    /// <param name="stamp">Of the credentials that were looked at.</param>
    /// <param name="peer">The address that showed them: the person's row counts its sign-ins and knows where the last one came from.</param>
    /// <returns>Null, and nothing is written, when the person's credentials are others by now or the person is no longer active.</returns>
    Task<Grant?> AddProvenAsync(Authorization authorization, string? stamp, string? peer, NewRefreshToken refreshToken, CancellationToken cancel);

    /// <summary>
    /// Redeems a code once, whoever asks: a wrong verifier burns it, and a thief has no second guess. When its authorization is
    /// offline, the refresh token of <paramref name="refreshToken"/> is written in the same statement.
    /// </summary>
    Task<TakenCode> TakeCodeAsync(Guid poolId, Guid serverId, byte[] codeHash, NewRefreshToken refreshToken, DateTimeOffset now, CancellationToken cancel);

    /// <summary>
    /// Uses a refresh token of this application at this server. Rotated: the first use marks it spent and writes the successor, a
    /// repeat changes nothing. Not rotated: moves its expiry, unless it was spent while rotation was on. A token past its end is
    /// left as it is.
    /// </summary>
    /// <returns>Null when there is no such token for this application here.</returns>
    Task<UsedRefreshToken?> UseRefreshTokenAsync(RefreshUse use, CancellationToken cancel);

    /// <summary>The refresh token as it stands, unchanged, for whichever application of the server owns it.</summary>
    Task<FoundRefreshToken?> FindRefreshTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel);

    /// <summary>The grant behind a JWT access token, unless that token was revoked by itself.</summary>
    /// <param name="tokenId">The <c>jti</c>; null before there is a token.</param>
    Task<Grant?> FindGrantAsync(Guid poolId, Guid authorizationId, string? tokenId, CancellationToken cancel);

    /// <summary>Ends everything that the authorization bought. Revoking twice keeps the first reason.</summary>
    Task RevokeAsync(Guid poolId, Guid authorizationId, string reason, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Writes an opaque access token of the authorization; server and application are the authorization's.</summary>
    Task AddAccessTokenAsync(NewAccessToken token, CancellationToken cancel);

    /// <summary>An opaque access token of this server as it stands, expired or not, with the grant behind it.</summary>
    Task<FoundAccessToken?> FindAccessTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel);

    /// <summary>Writes an opaque access token of a machine.</summary>
    Task AddMachineTokenAsync(NewMachineToken token, CancellationToken cancel);

    /// <summary>An opaque access token of a machine at this server as it stands, expired or not.</summary>
    Task<FoundMachineToken?> FindMachineTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel);

    /// <summary>Ends one opaque access token, a person's or a machine's: it is forgotten.</summary>
    Task RevokeAccessTokenAsync(Guid poolId, byte[] hash, CancellationToken cancel);

    /// <summary>Whether one JWT access token was ended by itself: for a machine's, which has no grant behind it.</summary>
    Task<bool> IsAccessTokenRevokedAsync(Guid poolId, string tokenId, CancellationToken cancel);

    /// <summary>Ends one JWT access token; the row lives as long as the token would have.</summary>
    Task RevokeAccessTokenAsync(Guid poolId, string tokenId, DateTimeOffset expiresAt, CancellationToken cancel);
}

/// <summary>A refresh token about to be written; <paramref name="Hash"/> is null when the application may not have one.</summary>
/// <param name="Lifetime">From now; never past <paramref name="AbsoluteLifetime"/> from the authorization's start.</param>
public sealed record NewRefreshToken(byte[]? Hash, TimeSpan Lifetime, TimeSpan AbsoluteLifetime);

/// <summary>What came of taking a code.</summary>
public abstract record TakenCode
{
    private TakenCode()
    {
    }

    /// <summary>Never seen at this server.</summary>
    public sealed record Unknown : TakenCode;

    /// <summary>Taken before: RFC 6749 §4.1.2 wants what it bought revoked.</summary>
    public sealed record Again(Guid AuthorizationId, Guid ApplicationId) : TakenCode;

    public sealed record First(AuthorizationCode Code, Grant Grant) : TakenCode;
}

/// <param name="Successor">Written when the token is rotated; derived from the spent handle, so that every use of it names the same one.</param>
public sealed record RefreshUse(
    Guid PoolId, Guid ServerId, Guid ApplicationId, byte[] Hash, NewRefreshToken Successor, bool Rotate, DateTimeOffset Now);

/// <param name="ExpiresAt">As it stood before this use.</param>
/// <param name="SpentAt">When it was first used; equals the use's own time on the first use, null when it is not rotated.</param>
/// <param name="SuccessorUsedAt">When its successor was first used, if ever: tells a lost answer from a theft.</param>
public sealed record UsedRefreshToken(Grant Grant, DateTimeOffset ExpiresAt, DateTimeOffset? SpentAt, DateTimeOffset? SuccessorUsedAt);

/// <summary>A refresh token that was only looked at.</summary>
public sealed record FoundRefreshToken(Grant Grant, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? SpentAt);

/// <summary>An opaque access token about to be written.</summary>
/// <param name="Hash">SHA-256 of the handle.</param>
/// <param name="Scopes">What was granted, or less.</param>
public sealed record NewAccessToken(Guid PoolId, Guid AuthorizationId, byte[] Hash, Scopes Scopes, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>An opaque access token that a person granted.</summary>
public sealed record FoundAccessToken(Grant Grant, Scopes Scopes, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>An opaque access token of a programmatic access account, about to be written.</summary>
/// <param name="Hash">SHA-256 of the handle.</param>
public sealed record NewMachineToken(
    Guid PoolId, Guid ServerId, Guid ApplicationId, Guid AccessKeyId, byte[] Hash, Scopes Scopes, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>An opaque access token of a programmatic access account.</summary>
/// <param name="ApplicationId">That the account belonged to when the token was issued.</param>
public sealed record FoundMachineToken(Guid AccessKeyId, Guid ApplicationId, Scopes Scopes, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
