using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Proof Key for Code Exchange, RFC 7636.</summary>
public static class Pkce
{
    /// <summary>The base64url of a SHA-256 (§4.2).</summary>
    private const int ChallengeLength = 43;

    /// <summary>§4.1.</summary>
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Challenges of <c>S256</c> are exactly 43 characters of base64url; those of <c>plain</c> have the form of a verifier.</summary>
    public static bool IsWellFormed(string challenge, string method) =>
        method == "S256" ? challenge.Length == ChallengeLength && !challenge.AsSpan().ContainsAnyExcept(Base64UrlCharacters) : IsVerifier(challenge);

    /// <summary>
    /// §4.6. The downgrade is refused in both directions (RFC 9700 §2.1.1): a challenge without a verifier, and a verifier for a
    /// code that was asked for without a challenge.
    /// </summary>
    public static ProtocolError? Verify(string? verifier, CodeChallenge? challenge)
    {
        if (challenge is null)
        {
            return verifier is null ? null : ProtocolError.InvalidGrant("pkce_verifier_unexpected");
        }

        if (verifier is null)
        {
            return ProtocolError.InvalidGrant("pkce_verifier_missing").With("expected", $"code_verifier for a {challenge.Method} challenge");
        }

        if (!IsVerifier(verifier))
        {
            return ProtocolError.InvalidGrant("pkce_verifier_malformed").With("given", $"{verifier.Length} characters").With("expected", "43 to 128 unreserved characters");
        }

        var derived = challenge.Method == "S256" ? Challenge(verifier) : verifier;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(derived), Encoding.ASCII.GetBytes(challenge.Value))
            ? null
            : ProtocolError.InvalidGrant("pkce_mismatch").With("method", challenge.Method);
    }

    /// <summary>The <c>S256</c> challenge of a verifier (§4.2).</summary>
    public static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static bool IsVerifier(string text) => text.Length is >= 43 and <= 128 && !text.AsSpan().ContainsAnyExcept(Unreserved);
}
