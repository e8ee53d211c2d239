using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Introspection;

/// <summary>
/// Token introspection, RFC 7662. An application learns about its own tokens only; everything else, for whatever reason, is
/// one answer: not active (§2.2).
/// </summary>
public sealed class IntrospectionEndpoint(ClientAuthenticator authenticator, AccessTokenReader accessTokens, IGrantStore grants, TimeProvider clock)
{
    public async Task<Result<IntrospectionAnswer>> HandleAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        if (ParameterRules.Check(request.Parameters) is { } malformed)
        {
            return malformed;
        }

        if ((await authenticator.AuthenticateAsync(server, request, AuthenticatedEndpoint.Introspection, cancel)).Refused(out var error, out var application))
        {
            return error;
        }

        if (request.Parameters["token"] is not { } token)
        {
            return ProtocolError.InvalidRequest("introspection_token_missing", "The parameter 'token' is missing.");
        }

        // RFC 7662 §2.1: the hint only says where to look first. Each kind of token has a form of its own, so nothing is left to hint at.
        var now = clock.GetUtcNow();
        return token.Contains('.', StringComparison.Ordinal) || OpaqueToken.Is(token)
            ? await AccessTokenAsync(server, application, token, now, cancel)
            : await RefreshTokenAsync(server, application, token, now, cancel);
    }

    private async Task<IntrospectionAnswer> AccessTokenAsync(
        AuthorizationServer server, Application application, string text, DateTimeOffset now, CancellationToken cancel)
    {
        // RFC 7662 §4: the audience may ask, nobody else learns that the token exists.
        return (await accessTokens.ReadAsync(server, text, now, cancel)).Refused(out _, out var token) || token.ApplicationId != application.Id
            ? IntrospectionAnswer.Inactive
            : new IntrospectionAnswer
            {
                Active = true,
                Subject = token.SubjectId?.ToString("N"),
                ClientId = token.ClientId,
                ExpiresAt = token.ExpiresAt,
                IssuedAt = token.IssuedAt,
                Issuer = server.Issuer,
                TokenId = token.Id,
                Scope = token.Scopes.ToString(),
                TokenType = "Bearer",
            };
    }

    private async Task<IntrospectionAnswer> RefreshTokenAsync(
        AuthorizationServer server, Application application, string text, DateTimeOffset now, CancellationToken cancel)
    {
        var found = await grants.FindRefreshTokenAsync(server.PoolId, server.Id, new TokenHandle(text).Hash(), cancel);
        if (found is null || found.Grant.Authorization.ApplicationId != application.Id || found.SpentAt is not null || found.ExpiresAt <= now
            || found.Grant.Dead() is not null)
        {
            return IntrospectionAnswer.Inactive;
        }

        return new IntrospectionAnswer
        {
            Active = true,
            Subject = found.Grant.Authorization.SubjectId.ToString("N"),
            ClientId = application.ClientId,
            ExpiresAt = found.ExpiresAt.ToUnixTimeSeconds(),
            IssuedAt = found.IssuedAt.ToUnixTimeSeconds(),
            Issuer = server.Issuer,
            Scope = found.Grant.Authorization.Scopes.ToString(),
            TokenType = "refresh_token",
        };
    }
}
