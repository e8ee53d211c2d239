using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// <c>at_hash</c>, <c>c_hash</c> and <c>s_hash</c>: they bind an ID token to the access token, code and state that came with it, OpenID
/// Connect Core §3.1.3.6, §3.3.2.11.
/// </summary>
public static class TokenHash
{
    /// <summary>The left half of the value's hash, by the hash function of the ID token's own algorithm.</summary>
    public static string Half(SigningAlgorithm algorithm, string value)
    {
        if (algorithm is not (SigningAlgorithm.RS256 or SigningAlgorithm.ES256 or SigningAlgorithm.HS256))
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // The specifications say ASCII. A state may hold anything; in UTF-8 no two of them look alike.
        SHA256.HashData(Encoding.UTF8.GetBytes(value), hash);
        return Base64Url.EncodeToString(hash[..(hash.Length / 2)]);
    }
}
