using System.Collections.Frozen;

namespace IdentitySource.Protocol.Claims;

/// <summary>Names that nobody may give a claim of their own: what they say decides who somebody is, to whom a token speaks, how long it counts.</summary>
public static class ReservedClaims
{
    /// <summary>RFC 7519 §4.1, OIDC Core §2 and §5.6.2, and what tokens of other kinds are told apart by.</summary>
    private static readonly FrozenSet<string> OfTokens = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "auth_time", "nonce", "acr", "amr", "azp", "sid", "at_hash", "c_hash", "s_hash",
        "client_id", "scope", "active", "token_type", "cnf", "act", "may_act", "events", "sub_id", "sub_jwk", "typ", "_claim_names", "_claim_sources");

    /// <summary>The standard claims are among them: a fixed <c>email_verified</c> would make a lie of every unproven address.</summary>
    public static bool Contains(string claim) => OfTokens.Contains(claim) || ClaimSources.Knows(claim);
}
