namespace IdentitySource.Protocol.Tokens;

/// <summary>RFC 6749 §4.1.2. The handle is single use, which the store sees to.</summary>
/// <param name="RedirectUri">As the request sent it: RFC 6749 §4.1.3 has it repeated at the token endpoint.</param>
public sealed record AuthorizationCode(byte[] Hash, string RedirectUri, CodeChallenge? Challenge, DateTimeOffset ExpiresAt);

/// <summary>RFC 7636 §4.3.</summary>
/// <param name="Method"><c>S256</c> or <c>plain</c>.</param>
public sealed record CodeChallenge(string Value, string Method);
