namespace IdentitySource.Protocol.Jose;

/// <summary>The JWS algorithms we sign and verify with, RFC 7518 §3.1. There is no member for <c>none</c>, so it can never be chosen.</summary>
public enum SigningAlgorithm
{
    RS256,
    ES256,
    HS256,
}
