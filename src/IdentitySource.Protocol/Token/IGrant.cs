using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Token;

/// <summary>A grant type (RFC 6749 §1.3). It proves; the issuer mints: a grant cannot write an answer. One file each.</summary>
public interface IGrant
{
    string GrantType { get; }

    Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, CancellationToken cancel);
}
