using System.Collections.Frozen;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token;

/// <summary>The token endpoint, RFC 6749 §3.2: who calls, by which grant, what does it prove, then mint.</summary>
public sealed class TokenEndpoint(ClientAuthenticator authenticator, IEnumerable<IGrant> grants, TokenIssuer issuer, TimeProvider clock)
{
    private readonly FrozenDictionary<string, IGrant> grants = grants.ToFrozenDictionary(grant => grant.GrantType, StringComparer.Ordinal);

    public async Task<Result<IssuedTokens>> HandleAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        var parameters = request.Parameters;
        if (ParameterRules.Check(parameters) is { } malformed)
        {
            return malformed;
        }

        // RFC 6749 §3.2.1: the client is authenticated before anything else it says is believed.
        if ((await AuthenticateAsync(server, request, cancel)).Refused(out var error, out var caller))
        {
            return error;
        }

        var (application, machine) = (caller.Application, caller.Machine);
        TokenRequest tokenRequest = new(server, application, parameters, StoredTime.Now(clock)) { Machine = machine, Peer = request.Peer };
        return (await GrantAsync(tokenRequest, cancel)).Refused(out error, out var issued)
            ? (machine is null ? error : error.With("access_key", machine.ClientId)) with { ApplicationId = application.Id }
            : issued;
    }

    private async ValueTask<Result<Caller>> AuthenticateAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        if (grants.TryGetValue(request.Parameters["grant_type"] ?? "", out var grant) && grant.IsForMachines)
        {
            return await authenticator.AuthenticateMachineAsync(server, request, cancel);
        }

        return (await authenticator.AuthenticateAsync(server, request, AuthenticatedEndpoint.Token, cancel)).Refused(out var error, out var application)
            ? error
            : new Caller(application);
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
