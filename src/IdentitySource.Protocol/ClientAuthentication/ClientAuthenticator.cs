using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.ClientAuthentication;

/// <summary>
/// Finds out which application calls (RFC 6749 §2.3). It must use the one method that is set for the endpoint: a second method
/// beside it, or a stronger-looking other one, is refused, so that nobody picks the lock that suits them.
/// </summary>
public sealed class ClientAuthenticator(
    IApplicationRegistry applications, IAccessKeyRegistry keys, IEnumerable<IClientAuthenticationMethod> methods, TimeProvider clock)
{
    private readonly IClientAuthenticationMethod[] methods = [.. methods];

    public async ValueTask<Result<Application>> AuthenticateAsync(
        AuthorizationServer server, ClientRequest request, AuthenticatedEndpoint endpoint, CancellationToken cancel)
    {
        if (Present(request).Refused(out var error, out var presented))
        {
            return error;
        }

        var (method, proof) = presented;
        var found = await applications.FindAsync(server.PoolId, proof.ClientId, cancel);
        var application = server.View(found);
        var refusal = Check(server, endpoint, found, application, method, proof);
        return refusal is null
            ? application!
            : refusal.With("client_id", proof.ClientId).With("method_given", method) with { ChallengeBasic = request.Authorization is not null };
    }

    /// <summary>Who calls the token endpoint for a grant of machines; whoever is none is heard as an application.</summary>
    public async ValueTask<Result<Caller>> AuthenticateMachineAsync(AuthorizationServer server, ClientRequest request, CancellationToken cancel)
    {
        if (Present(request).Refused(out var error, out var presented))
        {
            return error;
        }

        if (await keys.FindAsync(server.PoolId, presented.Proof.ClientId, cancel) is not { } key)
        {
            return (await AuthenticateAsync(server, request, AuthenticatedEndpoint.Token, cancel)).Refused(out error, out var itself) ? error : new Caller(itself);
        }

        // By post or basic, whichever the machine likes: the application's own setting is about the application's secret.
        var application = server.View(await applications.FindAsync(server.PoolId, key.ApplicationId.ToString("N"), cancel));
        return Check(key, application, presented.Proof) is { } stranger
            ? stranger.With("access_key", key.ClientId) with { ApplicationId = key.ApplicationId, ChallengeBasic = request.Authorization is not null }
            : new Caller(application!) { Machine = key };
    }

    /// <summary>Who the request says it is, and how it wants to prove it; nothing is believed yet.</summary>
    private Result<(string Method, ClientProof Proof)> Present(ClientRequest request)
    {
        (string Method, ClientProof Proof)? found = null;
        foreach (var method in methods)
        {
            if (method.Read(request) is not { } read)
            {
                continue;
            }

            if (read.Refused(out var error, out var proof))
            {
                return error;
            }

            if (found is not null)
            {
                return ProtocolError.InvalidClient("two_authentication_methods") with { ChallengeBasic = true };
            }

            found = (method.Name, proof);
        }

        if (found is not { } presented)
        {
            return ProtocolError.InvalidClient("no_client_named");
        }

        // RFC 6749 §2.3: the identity is proven once; a second, different name beside it is an attempt at confusion.
        return request.Parameters["client_id"] is { } named && named != presented.Proof.ClientId
            ? ProtocolError.InvalidRequest("two_client_ids", "The parameter 'client_id' differs from the authenticated client.")
            : presented;
    }

    private ProtocolError? Check(
        AuthorizationServer server, AuthenticatedEndpoint endpoint, Application? found, Application? application, string method, ClientProof proof)
    {
        var previous = found?.PreviousSecretUntil > clock.GetUtcNow() ? found.PreviousSecretHash : null;
        var matches = proof.Secret is null || SecretHash.Matches(proof.Secret, found?.SecretHash, previous);
        return found is null ? ProtocolError.InvalidClient("client_unknown")
            : application is null ? ProtocolError.InvalidClient("client_of_other_address")
            : !application.Enabled ? ProtocolError.InvalidClient("client_disabled")
            : Expected(application, endpoint) is var expected && expected != method && !TakesBoth(server, endpoint, method)
                ? ProtocolError.InvalidClient("method_not_allowed_here").With("endpoint", endpoint.ToString().ToLowerInvariant()).With("method_expected", expected)
            : !matches ? ProtocolError.InvalidClient("client_secret_wrong")
            : null;
    }

    /// <summary>One answer for every stranger. Nothing is looked at that would make the wrong SK of a known AK cheaper or dearer.</summary>
    private static ProtocolError? Check(AccessKey key, Application? application, ClientProof proof) =>
        proof.Secret is null ? ProtocolError.InvalidClient("access_key_without_secret")
        : !SecretHash.Matches(proof.Secret, key.SecretHash) ? ProtocolError.InvalidClient("access_key_secret_wrong")
        : !key.Enabled ? ProtocolError.InvalidClient("access_key_disabled")
        : application is null ? ProtocolError.InvalidClient("access_key_of_other_address")
        : !application.Enabled ? ProtocolError.InvalidClient("access_key_application_disabled")
        : null;

    /// <summary>The token endpoint of the OAuth 2.0 provider takes the secret either way.</summary>
    private static bool TakesBoth(AuthorizationServer server, AuthenticatedEndpoint endpoint, string method) =>
        server.Provider == ProviderKind.OAuth && endpoint is AuthenticatedEndpoint.Token && method != "none";

    private static string Expected(Application application, AuthenticatedEndpoint endpoint) => endpoint switch
    {
        AuthenticatedEndpoint.Token => application.Authentication.Token,
        AuthenticatedEndpoint.Introspection => application.Authentication.Introspection,
        _ => application.Authentication.Revocation,
    };
}
