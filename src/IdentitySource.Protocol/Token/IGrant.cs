using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Token;

/// <summary>A grant type (RFC 6749 §1.3). It proves; the issuer mints: a grant cannot write an answer. One file each.</summary>
public interface IGrant
{
    string GrantType { get; }

    /// <summary>Whether programmatic access accounts may call; to every other grant they are strangers.</summary>
    bool IsForMachines => false;

    Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, CancellationToken cancel);
}
