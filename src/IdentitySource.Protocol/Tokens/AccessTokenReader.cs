using System.Buffers.Text;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// Finds out what an access token of either format is good for now, in one round trip (an opaque one of a machine in two). A signature proves that a token was good;
/// whether it still is, only the row can tell: the grant's of a person's token, the account's of a machine's. None is good while
/// the application that it was made for is disabled, or not served here.
/// </summary>
public sealed class AccessTokenReader(IGrantStore grants, IAccessKeyRegistry keys, IApplicationRegistry applications)
{
    public async Task<Result<LiveAccessToken>> ReadAsync(AuthorizationServer server, string text, DateTimeOffset now, CancellationToken cancel)
    {
        if (OpaqueToken.Is(text))
        {
            return await FindAsync(server, text, now, cancel);
        }

        return AccessToken.Verify(server, text, now).Refused(out var error, out var jws) ? error
            : MachineToken.Is(jws) ? await OfMachineAsync(server, jws, now, cancel)
            : await OfPersonAsync(server, jws, now, cancel);
    }

    private static ProtocolError ApplicationGone => ProtocolError.InvalidToken("access_token_application_gone");

    private async Task<Result<LiveAccessToken>> OfPersonAsync(AuthorizationServer server, VerifiedJws jws, DateTimeOffset now, CancellationToken cancel)
    {
        if (AccessToken.Read(jws, now).Refused(out var error, out var token))
        {
            return error;
        }

        if (await FindApplicationAsync(server, token.ClientId, cancel) is not { } application)
        {
            return ApplicationGone;
        }

        return await grants.FindGrantAsync(server.PoolId, token.AuthorizationId, token.Id, cancel) is { } grant
            ? Alive(new LiveAccessToken.OfPerson(grant, application)
            {
                Id = token.Id,
                ClientId = token.ClientId,
                Scopes = token.Scopes,
                IssuedAt = token.IssuedAt,
                ExpiresAt = token.ExpiresAt,
            })
            : ProtocolError.InvalidToken("access_token_revoked");
    }

    private async Task<Result<LiveAccessToken>> OfMachineAsync(AuthorizationServer server, VerifiedJws jws, DateTimeOffset now, CancellationToken cancel)
    {
        if (MachineToken.Read(jws, now).Refused(out var error, out var token))
        {
            return error;
        }

        if (await FindKeyAsync(server, token.AccessKey, token.Application, cancel) is not { } key)
        {
            return ProtocolError.InvalidToken("machine_token_account_ended");
        }

        return await grants.IsAccessTokenRevokedAsync(server.PoolId, token.Id, cancel)
            ? ProtocolError.InvalidToken("machine_token_revoked")
            : new LiveAccessToken.OfMachine(key)
            {
                Id = token.Id,
                ClientId = token.AccessKey,
                Scopes = token.Scopes,
                IssuedAt = token.IssuedAt,
                ExpiresAt = token.ExpiresAt,
            };
    }

    private async Task<Result<LiveAccessToken>> FindAsync(AuthorizationServer server, string text, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = new TokenHandle(text).Hash();
        if (await grants.FindAccessTokenAsync(server.PoolId, server.Id, hash, cancel) is not { } found)
        {
            return await FindMachineAsync(server, hash, now, cancel);
        }

        if (found.ExpiresAt <= now)
        {
            return ProtocolError.InvalidToken("opaque_token_expired");
        }

        var clientId = found.Grant.Authorization.ApplicationId.ToString("N");
        return await FindApplicationAsync(server, clientId, cancel) is not { } application
            ? ApplicationGone
            : Alive(new LiveAccessToken.OfPerson(found.Grant, application)
            {
                Id = NameOf(hash),
                ClientId = clientId,
                Scopes = found.Scopes,
                IssuedAt = found.IssuedAt.ToUnixTimeSeconds(),
                ExpiresAt = found.ExpiresAt.ToUnixTimeSeconds(),
            });
    }

    private async Task<Result<LiveAccessToken>> FindMachineAsync(AuthorizationServer server, byte[] hash, DateTimeOffset now, CancellationToken cancel)
    {
        if (await grants.FindMachineTokenAsync(server.PoolId, server.Id, hash, cancel) is not { } found)
        {
            return ProtocolError.InvalidToken("opaque_token_unknown");
        }

        if (found.ExpiresAt <= now)
        {
            return ProtocolError.InvalidToken("opaque_machine_token_expired");
        }

        return await FindKeyAsync(server, found.AccessKeyId.ToString("N"), found.ApplicationId.ToString("N"), cancel) is { } key
            ? new LiveAccessToken.OfMachine(key)
            {
                Id = NameOf(hash),
                ClientId = key.ClientId,
                Scopes = found.Scopes,
                IssuedAt = found.IssuedAt.ToUnixTimeSeconds(),
                ExpiresAt = found.ExpiresAt.ToUnixTimeSeconds(),
            }
            : ProtocolError.InvalidToken("opaque_machine_token_account_ended");
    }

    private async ValueTask<Application?> FindApplicationAsync(AuthorizationServer server, string clientId, CancellationToken cancel) =>
        server.View(await applications.FindAsync(server.PoolId, clientId, cancel)) is { Enabled: true } application ? application : null;

    /// <summary>An account that is good now, as its application is. One that has moved to another application takes nothing along.</summary>
    private async ValueTask<AccessKey?> FindKeyAsync(AuthorizationServer server, string accessKey, string application, CancellationToken cancel) =>
        await keys.FindAsync(server.PoolId, accessKey, cancel) is { Enabled: true } key && key.ApplicationId.ToString("N") == application
        && await FindApplicationAsync(server, application, cancel) is not null ? key : null;

    /// <summary>A name for an opaque token that is no secret: half of what its row is found by.</summary>
    private static string NameOf(byte[] hash) => Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));

    private static Result<LiveAccessToken> Alive(LiveAccessToken.OfPerson token) =>
        token.Grant.Dead() is { } why ? ProtocolError.InvalidToken("access_token_grant_ended").With("why", why) : token;
}
