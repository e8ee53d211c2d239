using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.ClientAuthentication.Methods;

/// <summary>Id and secret in the form, RFC 6749 §2.3.1.</summary>
public sealed class ClientSecretPost : IClientAuthenticationMethod
{
    public string Name => "client_secret_post";

    public Result<ClientProof>? Read(ClientRequest request) =>
        request.Parameters["client_secret"] is not { } secret ? null
        : request.Parameters["client_id"] is { } id ? new ClientProof(id, secret)
        : ProtocolError.InvalidClient("secret_without_client_id");
}
