using System.Collections.Frozen;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Token.Grants;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token;

/// <summary>The token endpoint, RFC 6749 §3.2: who calls, by which grant, what does it prove, then mint.</summary>
public sealed class TokenEndpoint(
    ClientAuthenticator authenticator, IEnumerable<IGrant> grants, ClientCredentialsGrant machines, TokenIssuer issuer, TimeProvider clock)
{
    private readonly FrozenDictionary<string, IGrant> grants = grants.ToFrozenDictionary(grant => grant.GrantType, StringComparer.Ordinal);

    public async Task<Result<IssuedTokens>> HandleAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        var parameters = request.Parameters;
        if (ParameterRules.Check(parameters) is { } malformed)
        {
            return malformed;
        }

        // A machine proves itself by a key pair of its own, so it is no client that the application's setting speaks of.
        if (parameters["grant_type"] == ClientCredentialsGrant.GrantType)
        {
            return await machines.HandleAsync(server, request, StoredTime.Now(clock), cancel);
        }

        // RFC 6749 §3.2.1: the client is authenticated before anything else it says is believed.
        if ((await authenticator.AuthenticateAsync(server, request, AuthenticatedEndpoint.Token, cancel)).Refused(out var error, out var application))
        {
            return error;
        }

        TokenRequest tokenRequest = new(server, application, parameters, StoredTime.Now(clock)) { Peer = request.Peer };
        return (await GrantAsync(tokenRequest, cancel)).Refused(out error, out var issued) ? error with { ApplicationId = application.Id } : issued;
    }

    private async Task<Result<IssuedTokens>> GrantAsync(TokenRequest request, CancellationToken cancel)
    {
        var (application, parameters) = (request.Application, request.Parameters);
        if (parameters["grant_type"] is not { } grantType)
        {
            return ProtocolError.InvalidRequest("grant_type_missing", "The parameter 'grant_type' is missing.");
        }

        if (!grants.TryGetValue(grantType, out var grant))
        {
            return new ProtocolError("unsupported_grant_type", "grant_type_unknown", "The grant type is not supported.").With("given", grantType);
        }

        if (!application.MayUse(grantType))
        {
            return ProtocolError.UnauthorizedClient("grant_type_not_allowed", "The application may not use this grant type.").With("given", grantType);
        }

        // RFC 8707 §2: a resource that we do not know must not silently become a token for something else.
        if (parameters.Has("resource"))
        {
            return new ProtocolError("invalid_target", "token_resource_sent", "The requested resource is unknown.");
        }

        var proven = await grant.ProveAsync(request, cancel);
        return proven.Refused(out var error, out var proof) ? error : await issuer.IssueAsync(request, proof, cancel);
    }
}

/// <summary>The tokens with what the event trail wants to know of them.</summary>
/// <param name="SubjectId">Null for a machine's token.</param>
public sealed record IssuedTokens(TokenResponse Response, Guid ApplicationId, Guid? SubjectId, string GrantType)
{
    /// <summary>The programmatic access account that it was issued to, if any.</summary>
    public Guid? AccessKeyId { get; init; }
}
