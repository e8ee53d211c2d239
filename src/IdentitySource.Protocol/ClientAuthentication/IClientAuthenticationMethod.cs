using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.ClientAuthentication;

/// <summary>One way to prove which application is calling (RFC 6749 §2.3, OIDC Core §9). One file each.</summary>
public interface IClientAuthenticationMethod
{
    /// <summary>As in <see cref="ProtocolCatalog.ClientAuthenticationMethods"/>.</summary>
    string Name { get; }

    /// <summary>Who the request says it is by this method; null when the method is not used.</summary>
    Result<ClientProof>? Read(ClientRequest request);
}

/// <summary>A claimed identity and what is to prove it, still unverified.</summary>
/// <param name="Secret">Null for <c>none</c>, which proves nothing.</param>
public sealed record ClientProof(string ClientId, string? Secret)
{
    public override string ToString() => ClientId;
}
