using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Revocation;

/// <summary>
/// Token revocation, RFC 7009. An access token ends alone, a refresh token takes its whole authorization along (§2.1). A token
/// that is unknown or somebody else's is left as it is, and the answer is the same (§2.2).
/// </summary>
public sealed class RevocationEndpoint(ClientAuthenticator authenticator, IGrantStore grants, TimeProvider clock)
{
    public async Task<Result<RevocationAnswer>> HandleAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        if (ParameterRules.Check(request.Parameters) is { } malformed)
        {
            return malformed;
        }

        if ((await authenticator.AuthenticateAsync(server, request, AuthenticatedEndpoint.Revocation, cancel)).Refused(out var error, out var application))
        {
            return error;
        }

        if (request.Parameters["token"] is not { } token)
        {
            return ProtocolError.InvalidRequest("revocation_token_missing", "The parameter 'token' is missing.");
        }

        var now = clock.GetUtcNow();
        return token.Contains('.', StringComparison.Ordinal) ? await AccessTokenAsync(server, application, token, now, cancel)
            : OpaqueToken.Is(token) ? await OpaqueTokenAsync(server, application, token, cancel)
            : await RefreshTokenAsync(server, application, token, now, cancel);
    }

    private async Task<RevocationAnswer> AccessTokenAsync(AuthorizationServer server, Application application, string text, DateTimeOffset now, CancellationToken cancel)
    {
        if (AccessToken.Verify(server, text, now).Refused(out _, out var jws))
        {
            return new RevocationAnswer(application.Id, Revoked.Nothing);
        }

        if (MachineToken.Is(jws))
        {
            return await MachineTokenAsync(server, application, jws, now, cancel);
        }

        if (AccessToken.Read(jws, now).Refused(out _, out var token))
        {
            return new RevocationAnswer(application.Id, Revoked.Nothing);
        }

        if (token.ClientId != application.ClientId)
        {
            return new RevocationAnswer(application.Id, Revoked.RefusedForeign);
        }

        await grants.RevokeAccessTokenAsync(server.PoolId, token.Id, DateTimeOffset.FromUnixTimeSeconds(token.ExpiresAt), cancel);
        return new RevocationAnswer(application.Id, Revoked.AccessToken, Guid.ParseExact(token.Subject, "N"));
    }

    private async Task<RevocationAnswer> MachineTokenAsync(
        AuthorizationServer server, Application application, VerifiedJws jws, DateTimeOffset now, CancellationToken cancel)
    {
        if (MachineToken.Read(jws, now).Refused(out _, out var token))
        {
            return new RevocationAnswer(application.Id, Revoked.Nothing);
        }

        if (token.Application != application.ClientId)
        {
            return new RevocationAnswer(application.Id, Revoked.RefusedForeign);
        }

        await grants.RevokeAccessTokenAsync(server.PoolId, token.Id, DateTimeOffset.FromUnixTimeSeconds(token.ExpiresAt), cancel);
        return new RevocationAnswer(application.Id, Revoked.AccessToken);
    }

    private async Task<RevocationAnswer> OpaqueTokenAsync(AuthorizationServer server, Application application, string text, CancellationToken cancel)
    {
        var hash = new TokenHandle(text).Hash();
        var (owner, subject) = await FindOwnerAsync(server, hash, cancel);
        if (owner is null)
        {
            return new RevocationAnswer(application.Id, Revoked.Nothing);
        }

        if (owner != application.Id)
        {
            return new RevocationAnswer(application.Id, Revoked.RefusedForeign);
        }

        await grants.RevokeAccessTokenAsync(server.PoolId, hash, cancel);
        return new RevocationAnswer(application.Id, Revoked.AccessToken, subject);
    }

    /// <summary>The application that an opaque access token was issued to, and the person it speaks of, if any.</summary>
    private async Task<(Guid? Application, Guid? Subject)> FindOwnerAsync(AuthorizationServer server, byte[] hash, CancellationToken cancel)
    {
        if (await grants.FindAccessTokenAsync(server.PoolId, server.Id, hash, cancel) is { Grant.Authorization: var authorization })
        {
            return (authorization.ApplicationId, authorization.SubjectId);
        }

        return ((await grants.FindMachineTokenAsync(server.PoolId, server.Id, hash, cancel))?.ApplicationId, null);
    }

    private async Task<RevocationAnswer> RefreshTokenAsync(AuthorizationServer server, Application application, string text, DateTimeOffset now, CancellationToken cancel)
    {
        if (await grants.FindRefreshTokenAsync(server.PoolId, server.Id, new TokenHandle(text).Hash(), cancel) is not { } found)
        {
            return new RevocationAnswer(application.Id, Revoked.Nothing);
        }

        if (found.Grant.Authorization.ApplicationId != application.Id)
        {
            return new RevocationAnswer(application.Id, Revoked.RefusedForeign);
        }

        await grants.RevokeAsync(server.PoolId, found.Grant.Authorization.Id, "revoked_by_application", now, cancel);
        return new RevocationAnswer(application.Id, Revoked.Authorization, found.Grant.Authorization.SubjectId);
    }
}

/// <summary>Always 200 with an empty body; this is for the event trail.</summary>
public sealed record RevocationAnswer(Guid ApplicationId, Revoked Revoked, Guid? SubjectId = null);

public enum Revoked
{
    Nothing,
    RefusedForeign,
    AccessToken,
    Authorization,
}
