using System.Buffers;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.OAuth;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.UserInfo;

/// <summary>The UserInfo endpoint, OIDC Core §5.3: the claims that the access token's scopes release, as they are now.</summary>
public sealed class UserInfoEndpoint(AccessTokenReader tokens, TimeProvider clock)
{
    public async Task<Result<UserInfoAnswer>> HandleAsync(AuthorizationServer server, string? bearer, CancellationToken cancel)
    {
        if (bearer is null)
        {
            // RFC 6750 §3.1: a request without any token gets the challenge and no error code.
            return new ProtocolError("", "bearer_missing", "", 401);
        }

        if ((await tokens.ReadAsync(server, bearer, clock.GetUtcNow(), cancel)).Refused(out var error, out var token))
        {
            return error;
        }

        if (token is not LiveAccessToken.OfPerson { Grant: var grant, Application: var application })
        {
            return ProtocolError.InvalidToken("userinfo_of_machine");
        }

        if (server.Provider == ProviderKind.OpenIdConnect && !token.Scopes.Contains("openid"))
        {
            return new ProtocolError("insufficient_scope", "userinfo_without_openid", "The access token does not hold the scope 'openid'.", 403);
        }

        return UserInfoAnswer.Of(server, grant, token.Scopes, application);
    }
}

/// <summary>A person's claims, ready to be written.</summary>
public sealed record UserInfoAnswer(Grant Grant, Scopes Scopes, Application Application, CustomScopes Pool)
{
    /// <param name="scopes">Of the access token.</param>
    public static UserInfoAnswer Of(AuthorizationServer server, Grant grant, Scopes scopes, Application application) =>
        new(grant, server.Provider == ProviderKind.OAuth ? OAuthScopes.Released(scopes) : scopes, application, server.CustomScopes);

    public ClaimRelease Release => new(
        Grant.Subject, Scopes, Grant.Authorization.Claims.UserInfo, Application.Policy.ClaimsFormat, Pool, Application.Policy.CustomClaims);

    public void WriteTo(IBufferWriter<byte> body)
    {
        using Utf8JsonWriter json = new(body);
        json.WriteStartObject();
        json.WriteString("sub"u8, Grant.Authorization.SubjectId.ToString("N"));
        Release.Write(json);
        json.WriteEndObject();
    }
}
