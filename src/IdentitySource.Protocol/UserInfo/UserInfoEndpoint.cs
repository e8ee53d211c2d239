using System.Buffers;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.UserInfo;

/// <summary>The UserInfo endpoint, OIDC Core §5.3: the claims that the access token's scopes release, as they are now.</summary>
public sealed class UserInfoEndpoint(IApplicationRegistry applications, IGrantStore grants, TimeProvider clock)
{
    public async Task<Result<UserInfoAnswer>> HandleAsync(AuthorizationServer server, string? bearer, CancellationToken cancel)
    {
        if (bearer is null)
        {
            // RFC 6750 §3.1: a request without any token gets the challenge and no error code.
            return new ProtocolError("", "bearer_missing", "", 401);
        }

        if (AccessToken.Read(server, bearer, clock.GetUtcNow()).Refused(out var error, out var token))
        {
            return error;
        }

        if (!token.Scopes.Contains("openid"))
        {
            return new ProtocolError("insufficient_scope", "userinfo_without_openid", "The access token does not hold the scope 'openid'.", 403);
        }

        if (await applications.FindAsync(server.PoolId, token.ClientId, cancel) is not { Enabled: true } application || !server.Serves(application))
        {
            return ProtocolError.InvalidToken("userinfo_application_gone");
        }

        // The signature proves that the token was good; whether it still is, only the row can tell.
        return await grants.FindGrantAsync(server.PoolId, token.AuthorizationId, token.Id, cancel) is not { } grant
            ? ProtocolError.InvalidToken("userinfo_token_revoked")
            : grant.Dead() is { } why
                ? ProtocolError.InvalidToken("userinfo_grant_ended").With("why", why)
                : new UserInfoAnswer(grant, token.Scopes, application);
    }
}

/// <summary>A person's claims, ready to be written.</summary>
public sealed record UserInfoAnswer(Grant Grant, Scopes Scopes, Application Application)
{
    public void WriteTo(IBufferWriter<byte> body)
    {
        using Utf8JsonWriter json = new(body);
        json.WriteStartObject();
        json.WriteString("sub"u8, Grant.Authorization.SubjectId.ToString("N"));
        ClaimSources.Write(json, Grant.Subject, Scopes, Grant.Authorization.Claims.UserInfo, Application.Policy.ClaimsFormat);
        json.WriteEndObject();
    }
}
