using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token.Grants;

/// <summary>
/// Client credentials, RFC 6749 §4.4: a machine with a programmatic access account (AK and SK) gets a token for what its rules
/// permit. Nobody is there, so there is no ID token and no refresh token (§4.4.3). All of it is judged from memory.
/// </summary>
public sealed class ClientCredentialsGrant(
    ClientAuthenticator authenticator, IAccessKeyRegistry keys, IApplicationRegistry applications, MachineTokenIssuer issuer)
{
    public const string GrantType = "client_credentials";

    public async Task<Result<IssuedTokens>> HandleAsync(AuthorizationServer server, ClientRequest request, DateTimeOffset now, CancellationToken cancel)
    {
        // By post or basic, whichever the machine likes: the application's own setting is about the application's secret.
        if (authenticator.Present(request).Refused(out var error, out var presented))
        {
            return error;
        }

        if (await keys.FindAsync(server.PoolId, presented.Proof.ClientId, cancel) is not { } key)
        {
            return await RefuseApplicationAsync(server, request, cancel);
        }

        var application = server.View(await applications.FindAsync(server.PoolId, key.ApplicationId.ToString("N"), cancel));
        if (Check(key, application, presented.Proof) is { } stranger)
        {
            return stranger.With("access_key", key.ClientId) with { ApplicationId = key.ApplicationId, ChallengeBasic = request.Authorization is not null };
        }

        return (await IssueAsync(server, key, application!, request.Parameters, now, cancel)).Refused(out error, out var issued)
            ? error.With("access_key", key.ClientId) with { ApplicationId = key.ApplicationId }
            : issued;
    }

    /// <summary>The application's own secret opens other doors: who has it is told that machines have keys of their own.</summary>
    private async Task<ProtocolError> RefuseApplicationAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        if ((await authenticator.AuthenticateAsync(server, request, AuthenticatedEndpoint.Token, cancel)).Refused(out var error, out var application))
        {
            return error;
        }

        error = ProtocolError.UnauthorizedClient("application_is_no_access_key", "This grant type needs the AK and SK of a programmatic access account.");
        return error with { ApplicationId = application.Id };
    }

    /// <summary>One answer for every stranger. Nothing is looked at that would make the wrong SK of a known AK cheaper or dearer.</summary>
    private static ProtocolError? Check(AccessKey key, Application? application, ClientProof proof) =>
        proof.Secret is null ? ProtocolError.InvalidClient("access_key_without_secret")
        : !SecretMatches(key, proof.Secret) ? ProtocolError.InvalidClient("access_key_secret_wrong")
        : !key.Enabled ? ProtocolError.InvalidClient("access_key_disabled")
        : application is null ? ProtocolError.InvalidClient("access_key_of_other_address")
        : !application.Enabled ? ProtocolError.InvalidClient("access_key_application_disabled")
        : null;

    private async Task<Result<IssuedTokens>> IssueAsync(
        AuthorizationServer server, AccessKey key, Application application, RequestParameters parameters, DateTimeOffset now, CancellationToken cancel)
    {
        if (!application.MayUse(GrantType))
        {
            return ProtocolError.UnauthorizedClient("client_credentials_not_allowed", "The application may not use this grant type.");
        }

        // RFC 8707 §2: resources are named by permission items here; a token for anything else must not pass for the one asked for.
        if (parameters.Has("resource"))
        {
            return new ProtocolError("invalid_target", "machine_resource_sent", "The requested resource is unknown.");
        }

        if (Scopes.Parse(parameters["scope"]).Refused(out var malformed, out var asked))
        {
            return malformed;
        }

        var items = key.Permissions.Sort(asked);
        return asked.Count == 0
                ? ProtocolError.InvalidScope("machine_scope_missing", "The parameter 'scope' is missing: it names the permissions that are needed.")
            : items.Granted.Count == 0
                ? ProtocolError.InvalidScope("machine_scope_rejected", "None of the requested permissions is granted.").With("given", asked.ToString())
            : await MintAsync(server, key, application, items, now, cancel);
    }

    private async Task<IssuedTokens> MintAsync(
        AuthorizationServer server, AccessKey key, Application application, PermittedItems items, DateTimeOffset now, CancellationToken cancel)
    {
        var token = await issuer.IssueAsync(server, application, key, items.Granted, now, cancel);
        TokenResponse response = new()
        {
            AccessToken = token.Value,
            ExpiresIn = token.Lifetime,
            Scope = items.Granted.ToString(),
            RejectedScope = items.Rejected.Count == 0 ? null : items.Rejected.ToString(),
        };
        keys.NoteUse(key, now);
        return new IssuedTokens(response, application.Id, SubjectId: null, GrantType) { AccessKeyId = key.Id };
    }

    private static bool SecretMatches(AccessKey key, string given)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
        return CryptographicOperations.FixedTimeEquals(hash, key.SecretHash);
    }
}
