using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.ClientAuthentication.Methods;

/// <summary><c>none</c>: a public application names itself and proves nothing (RFC 6749 §3.2.1); PKCE binds its codes instead.</summary>
public sealed class NoAuthentication : IClientAuthenticationMethod
{
    public string Name => "none";

    public Result<ClientProof>? Read(ClientRequest request)
    {
        if (request.Authorization is not null || request.Parameters["client_secret"] is not null || request.Parameters["client_id"] is not { } id)
        {
            return null;
        }

        return new ClientProof(id, null);
    }
}
