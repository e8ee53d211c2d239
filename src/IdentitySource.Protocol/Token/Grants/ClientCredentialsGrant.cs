using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Token.Grants;

/// <summary>
/// Client credentials, RFC 6749 §4.4: a machine with a programmatic access account (AK and SK) gets a token for what its rules
/// permit. Nobody is there, so there is no ID token and no refresh token (§4.4.3). All of it is judged from memory.
/// </summary>
public sealed class ClientCredentialsGrant(IAccessKeyRegistry keys) : IGrant
{
    public string GrantType => "client_credentials";

    public bool IsForMachines => true;

    public Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, CancellationToken cancel) => Task.FromResult(Prove(request));

    private Result<ProvenGrant> Prove(TokenRequest request)
    {
        if (request.Machine is not { } key)
        {
            // The application's own secret opens other doors: who has it is told that machines have keys of their own.
            return ProtocolError.UnauthorizedClient("application_is_no_access_key", "This grant type needs the AK and SK of a programmatic access account.");
        }

        if (Scopes.Parse(request.Parameters["scope"]).Refused(out var malformed, out var asked))
        {
            return malformed;
        }

        if (asked.Count == 0)
        {
            return ProtocolError.InvalidScope("machine_scope_missing", "The parameter 'scope' is missing: it names the permissions that are needed.");
        }

        var items = key.Permissions.Sort(asked);
        if (items.Granted.Count == 0)
        {
            return ProtocolError.InvalidScope("machine_scope_rejected", "None of the requested permissions is granted.").With("given", asked.ToString());
        }

        keys.NoteUse(key, request.Now);
        return new ProvenGrant.OfMachine(key, items.Granted) { RejectedScopes = items.Rejected };
    }
}
