using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token;

/// <summary>What a grant type established about the request, before anything is minted: of a person, or of a machine.</summary>
/// <param name="Scopes">Of the access token: what was granted, or less.</param>
public abstract record ProvenGrant(Scopes Scopes)
{
    /// <summary>Permission items that were asked for and are not in <see cref="Scopes"/>.</summary>
    public Scopes RejectedScopes { get; init; } = Scopes.None;

    /// <param name="RefreshToken">Already written by the statement that took the grant, so that both happen or neither.</param>
    /// <param name="Nonce">For the ID token; OIDC Core §12.2 leaves it out of a refreshed one.</param>
    public sealed record OfPerson(Grant Grant, Scopes Scopes, TokenHandle? RefreshToken, string? Nonce) : ProvenGrant(Scopes);

    public sealed record OfMachine(AccessKey Key, Scopes Scopes) : ProvenGrant(Scopes);
}
