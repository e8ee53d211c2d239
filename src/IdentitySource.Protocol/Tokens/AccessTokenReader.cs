using System.Buffers.Text;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// Finds out what an access token of either format is good for now, in one round trip. A signature proves that a token was good;
/// whether it still is, only the row can tell.
/// </summary>
public sealed class AccessTokenReader(IGrantStore grants)
{
    public async Task<Result<LiveAccessToken>> ReadAsync(AuthorizationServer server, string text, DateTimeOffset now, CancellationToken cancel)
    {
        var read = OpaqueToken.Is(text) ? await FindAsync(server, text, now, cancel) : await VerifyAsync(server, text, now, cancel);
        return !read.Refused(out _, out var token) && token.Grant.Dead() is { } why
            ? ProtocolError.InvalidToken("access_token_grant_ended").With("why", why)
            : read;
    }

    private async Task<Result<LiveAccessToken>> VerifyAsync(AuthorizationServer server, string text, DateTimeOffset now, CancellationToken cancel)
    {
        if (AccessToken.Read(server, text, now).Refused(out var error, out var token))
        {
            return error;
        }

        return await grants.FindGrantAsync(server.PoolId, token.AuthorizationId, token.Id, cancel) is { } grant
            ? new LiveAccessToken(grant, token.ClientId, token.Scopes) { Id = token.Id, IssuedAt = token.IssuedAt, ExpiresAt = token.ExpiresAt }
            : ProtocolError.InvalidToken("access_token_revoked");
    }

    private async Task<Result<LiveAccessToken>> FindAsync(AuthorizationServer server, string text, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = new TokenHandle(text).Hash();
        if (await grants.FindAccessTokenAsync(server.PoolId, server.Id, hash, cancel) is not { } found)
        {
            return ProtocolError.InvalidToken("opaque_token_unknown");
        }

        return found.ExpiresAt <= now
            ? ProtocolError.InvalidToken("opaque_token_expired")
            : new LiveAccessToken(found.Grant, found.Grant.Authorization.ApplicationId.ToString("N"), found.Scopes)
            {
                // A name for the token that is no secret: half of what the row is found by.
                Id = Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2)),
                IssuedAt = found.IssuedAt.ToUnixTimeSeconds(),
                ExpiresAt = found.ExpiresAt.ToUnixTimeSeconds(),
            };
    }
}

/// <summary>An access token that is good now, whatever its format.</summary>
/// <param name="Scopes">The token's own; the grant may hold more.</param>
public sealed record LiveAccessToken(Grant Grant, string ClientId, Scopes Scopes)
{
    /// <summary>The <c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long IssuedAt { get; init; }

    public required long ExpiresAt { get; init; }

    /// <summary>As the JWT that it is, or would be.</summary>
    public AccessToken AsJwt() => new()
    {
        Id = Id,
        AuthorizationId = Grant.Authorization.Id,
        Subject = Grant.Authorization.SubjectId.ToString("N"),
        ClientId = ClientId,
        Scopes = Scopes,
        IssuedAt = IssuedAt,
        ExpiresAt = ExpiresAt,
    };
}
